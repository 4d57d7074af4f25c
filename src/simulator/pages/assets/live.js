/**
 * What every page of the simulator does in the browser: fetch its live part again each second, send the actions of
 * its buttons and forms to the control API, and let countdowns run on the simulator's clock.
 */

const EVERY_MS = 1000;
const region = document.querySelector("[data-live]");
let seen = region?.innerHTML ?? "";
let ahead = 0;
let said = "";

function clock() {
  return Date.now() + ahead;
}

function countDown() {
  for (const element of document.querySelectorAll("[data-ends-at]")) {
    const left = Math.max(0, Math.ceil((Number(element.dataset.endsAt) - clock()) / 1000));
    element.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    element.classList.toggle("urgent", left <= 30);
  }
  for (const element of document.querySelectorAll("[data-clock]")) {
    element.textContent = new Date(clock()).toLocaleTimeString("en-IN", {
      hour: "2-digit",
      minute: "2-digit",
      timeZone: "Asia/Kolkata",
    });
  }
}

/** A form somebody is filling in is not pulled from under their hands. */
function busy() {
  const focused = document.activeElement;
  return region.contains(focused) && focused.matches("input, select, textarea");
}

async function refresh() {
  if (region === null) return;
  const address = new URL(location.href);
  address.searchParams.set("part", "live");
  let response;
  try {
    response = await fetch(address);
  } catch {
    return;
  }
  ahead = Number(response.headers.get("x-now") ?? Date.now()) - Date.now();
  const text = response.ok ? await response.text() : seen;
  if (text !== seen && !busy()) {
    const focus = document.activeElement?.id;
    const held = region.contains(document.activeElement);
    const scrolled = document.querySelector(".sidelist")?.scrollTop ?? 0;
    seen = text;
    region.innerHTML = text;
    document.querySelector(".sidelist")?.scrollTo(0, scrolled);
    // The button somebody pressed may be gone; the keyboard goes on at the first of the new ones.
    const next =
      (focus && document.getElementById(focus)) || (held ? region.querySelector("button.primary, button.good") : null);
    next?.focus({ preventScroll: true });
    const announced = region.querySelector("[data-announce]")?.textContent.trim() ?? "";
    const speaker = document.getElementById("announcer");
    if (speaker !== null && announced !== said) speaker.textContent = announced;
    said = announced;
  }
  countDown();
}

async function send(element, body) {
  const { url, method = "POST", then } = element.dataset;
  let answer = {};
  let reason = "";
  try {
    const response = await fetch(url, {
      method,
      ...(method === "DELETE" ? {} : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
    });
    answer = await response.json();
    if (!response.ok) reason = answer.reason ?? `HTTP ${response.status}`;
  } catch {
    reason = "the simulator does not answer";
  }
  const problem = document.getElementById("problem");
  if (problem !== null) {
    problem.textContent = reason === "" ? "" : `That did not work: ${reason}`;
    problem.hidden = reason === "";
  }
  if (reason === "" && then !== undefined) location.assign(then.replace("{id}", answer.invoice?.invoice_id ?? ""));
  else await refresh();
}

function typed(form, name, text) {
  const kind = form.elements[name]?.dataset?.type;
  if (kind === "number") return Number(text);
  if (kind === "boolean") return text === "true";
  return text;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-url]");
  if (button === null) return;
  if (button.dataset.confirm !== undefined && !window.confirm(button.dataset.confirm)) return;
  void send(button, JSON.parse(button.dataset.body ?? "{}"));
});

document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-url]");
  if (form === null) return;
  event.preventDefault();
  const filled = [...new FormData(form)].filter(([, text]) => text !== "");
  const fields = Object.fromEntries(filled.map(([name, text]) => [name, typed(form, name, text)]));
  document.activeElement?.blur();
  void send(form, { ...JSON.parse(form.dataset.body ?? "{}"), ...fields });
});

document.addEventListener("change", (event) => {
  if (event.target.closest("form[data-send-on-change]") !== null) event.target.form.requestSubmit();
});

const current = document.querySelector(".sidelist [aria-current]");
if (current !== null) current.closest(".sidelist").scrollTop = current.offsetTop - 120;

void refresh();
setInterval(() => void refresh(), EVERY_MS);
setInterval(countDown, 250);
