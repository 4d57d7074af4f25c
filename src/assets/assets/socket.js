// @ts-check

const FIRST_WAIT = 500;
const LONGEST_WAIT = 15_000;
/** A connection that lasted this long was a good one: the next wait is short again. */
const GOOD = 10_000;

/**
 * Keeps a WebSocket open for as long as the page is: a deploy cuts every one, a phone sleeps, a shop's line drops.
 * Waits grow and are spread, so that all tills of a shop do not come back in one instant.
 * @param {string} path
 * @param {{ onMessage: (message: unknown) => void, onState: (open: boolean) => void }} handlers
 */
export function keepSocket(path, { onMessage, onState }) {
  const address = new URL(path, location.href);
  address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
  let wait = FIRST_WAIT;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  /** @type {WebSocket | null} */
  let socket = null;

  const open = () => {
    clearTimeout(timer);
    if (socket) return;
    const current = new WebSocket(address);
    socket = current;
    let openedAt = 0;
    current.onopen = () => {
      openedAt = Date.now();
      onState(true);
    };
    current.onmessage = ({ data }) => onMessage(parse(data));
    current.onclose = () => {
      if (socket !== current) return;
      socket = null;
      onState(false);
      if (openedAt && Date.now() - openedAt > GOOD) wait = FIRST_WAIT;
      timer = setTimeout(open, wait * (0.75 + Math.random() / 2));
      wait = Math.min(wait * 2, LONGEST_WAIT);
    };
  };

  const soon = () => {
    if (socket || document.hidden) return;
    wait = FIRST_WAIT;
    open();
  };
  addEventListener("online", soon);
  document.addEventListener("visibilitychange", soon);
  open();
}

/** @param {unknown} data */
function parse(data) {
  try {
    return JSON.parse(String(data));
  } catch {
    return null;
  }
}
