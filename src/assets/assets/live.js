// @ts-check
import { runCountdown } from "./countdown.js";
import { keepSocket } from "./socket.js";
import { swap } from "./swap.js";

/** Without a socket the API is read this often. */
const POLL = 3_000;
/** A collection that is over may still get a late word, seldom. */
const POLL_OVER = 60_000;

const place = document.getElementById("live");
const say = document.getElementById("say");
const linkState = document.getElementById("link-state");
if (place) start(place, place.dataset.id ?? "");

/**
 * Keeps the page as the server has it. The socket, or else the API, tells that the collection has changed; the words
 * come as a fragment from the server, so there is one source of them.
 * @param {HTMLElement} at
 * @param {string} id
 */
function start(at, id) {
  let connected = false;
  let stopCountdown = () => {};
  /** The version that is being fetched, or was last. */
  let wanted = version();
  let polledAt = Date.now();

  const settle = () => {
    const panel = at.firstElementChild;
    if (!(panel instanceof HTMLElement)) return;
    stopCountdown();
    const skew = Number(panel.dataset.now) - Date.now();
    stopCountdown = runCountdown(at, skew, () => void refresh());
    document.title = panel.dataset.title ?? document.title;
  };

  const refresh = async () => {
    const answer = await read(`/collections/${id}?fragment`);
    if (answer?.status === 401) return ended();
    if (!answer?.ok) return;
    const before = at.firstElementChild?.getAttribute("data-say");
    swap(at, await answer.text());
    wanted = version();
    settle();
    const now = at.firstElementChild?.getAttribute("data-say");
    if (say && now && now !== before) say.textContent = now;
  };

  /** @param {unknown} collection */
  const heard = (collection) => {
    const told = versionOf(collection);
    if (told === null || told === wanted) return;
    wanted = told;
    void refresh();
  };

  const poll = async () => {
    const over = at.firstElementChild?.getAttribute("data-live") === "no";
    if (connected || document.hidden || Date.now() - polledAt < (over ? POLL_OVER : POLL)) return;
    polledAt = Date.now();
    const answer = await read(`/api/v1/collections/${id}`);
    if (answer?.status === 401) return ended();
    if (answer?.ok) heard(await answer.json());
    show(answer ? "checking" : "offline");
  };

  const timer = setInterval(() => void poll(), 1_000);
  const ended = () => {
    clearInterval(timer);
    show("signed-out");
  };
  /** What is shown of the line to the server: the version it speaks of, never the state itself. */
  function version() {
    return at.firstElementChild?.getAttribute("data-version") ?? "";
  }

  settle();
  keepSocket(`/collections/${id}/live`, {
    onMessage: (message) => {
      if (isObject(message) && message.type === "collection") heard(message.collection);
    },
    onState: (open) => {
      connected = open;
      if (open) show("live");
    },
  });
}

/**
 * The same text the server makes of a collection; null when it is none.
 * @param {unknown} collection
 */
function versionOf(collection) {
  if (!isObject(collection)) return null;
  const { updated_at, status, queue_position, attention } = collection;
  return [updated_at, status, queue_position ?? "", attention ?? ""].join("|");
}

/**
 * @param {unknown} value
 * @returns {value is Record<string, unknown>}
 */
function isObject(value) {
  return typeof value === "object" && value !== null;
}

/** @param {string} path */
async function read(path) {
  try {
    return await fetch(path, { cache: "no-store", signal: AbortSignal.timeout(8_000) });
  } catch {
    return null;
  }
}

/** @param {"live" | "checking" | "offline" | "signed-out"} state */
function show(state) {
  const words = {
    live: "Live",
    checking: "Checking every few seconds",
    offline: "No connection; trying again",
    "signed-out": "Your session has ended. Load this page again to go on.",
  };
  if (!linkState) return;
  linkState.dataset.state = state;
  linkState.textContent = words[state];
}
