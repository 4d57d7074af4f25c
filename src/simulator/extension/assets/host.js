/**
 * The page of Books or Invoice around its widgets: opens the modal, answers what widgets ask through the SDK, and
 * shows the invoice anew when one says so. It does not refresh by itself while widgets are there, as Books does not.
 */
const root = document.getElementById("widgets");
const { organization, invoice, frames } = root.dataset;
const dialog = document.getElementById("widget-modal");
const toasts = document.getElementById("toasts");

async function json(path, body) {
  const init = body === undefined ? {} : { method: "POST", headers: { "content-type": "application/json" }, body };
  return (await fetch(path, init)).json();
}

function frameOf(source) {
  return [...document.querySelectorAll("iframe[data-widget]")].find((frame) => frame.contentWindow === source);
}

function open(url) {
  const frame = document.createElement("iframe");
  frame.dataset.widget = "modal";
  frame.title = "Collect via POS";
  frame.src = frames + url;
  dialog.replaceChildren(frame);
  dialog.showModal();
}

function close() {
  dialog.close();
  dialog.replaceChildren();
}

async function refresh() {
  const address = new URL(location.href);
  address.searchParams.set("part", "live");
  const response = await fetch(address);
  if (!response.ok) return;
  document.getElementById("live").innerHTML = await response.text();
  root.dataset.refreshed = String(Number(root.dataset.refreshed ?? 0) + 1);
}

function notify({ type, message }) {
  const toast = document.createElement("p");
  toast.className = `toast ${type}`;
  toast.textContent = message;
  toasts.append(toast);
  // Over the modal too.
  toasts.hidePopover();
  toasts.showPopover();
  setTimeout(() => toast.remove(), 6000);
}

const calls = {
  init(frame) {
    frame.dataset.ready = "";
  },
  async get(_frame, entity) {
    const entities = await json(`/extension/${organization}/entities?invoice_id=${invoice}`);
    if (!(entity in entities)) throw "Invalid entity";
    return { [entity]: entities[entity] };
  },
  async request(_frame, options) {
    const answer = await json(`/extension/${organization}/request`, JSON.stringify(options));
    if (answer.reason !== undefined) throw answer.reason;
    return answer;
  },
  async invoke(frame, action, data) {
    if (action === "RESIZE") Object.assign(frame.style, { width: data.width, height: data.height });
    else if (action === "REFRESH_DATA" && data === "invoice") await refresh();
    else if (action === "SHOW_NOTIFICATION") notify(data);
    else throw `Unknown action ${action}`;
    return {};
  },
  closeModal: close,
};

addEventListener("message", async ({ data, source }) => {
  const frame = frameOf(source);
  if (frame === undefined || typeof data?.zfapps !== "number") return;
  const answer = { zfapps: data.zfapps };
  try {
    answer.value = await calls[data.call](frame, ...data.values);
  } catch (reason) {
    answer.reason = typeof reason === "string" ? reason : String(reason?.message ?? reason);
  }
  source?.postMessage(answer, "*");
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-open-widget]");
  if (button !== null) open(button.dataset.openWidget);
});
dialog.addEventListener("cancel", () => dialog.replaceChildren());
