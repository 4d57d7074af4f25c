/**
 * A stand-in for the SDK of Zoho's Finance widgets, from its documentation: the same names, arguments and answers, over
 * messages to the page around the frame. Promises reject with plain strings, as Zoho's do.
 */
globalThis.ZFAPPS = (() => {
  let asked = 0;
  let started = false;
  const waiting = new Map();
  const listeners = new Map();

  addEventListener("message", ({ data, source }) => {
    if (source !== parent || data?.zfapps === undefined) return;
    if (data.zfapps === "event") {
      for (const listener of listeners.get(data.event) ?? []) listener(data.value);
      return;
    }
    const promise = waiting.get(data.zfapps);
    waiting.delete(data.zfapps);
    if (data.reason === undefined) promise?.resolve(data.value);
    else promise?.reject(data.reason);
  });

  const ask = (call, ...values) =>
    new Promise((resolve, reject) => {
      if (!started && call !== "init") {
        reject("ZFAPPS.extension.init() comes first");
        return;
      }
      asked += 1;
      waiting.set(asked, { resolve, reject });
      parent.postMessage({ zfapps: asked, call, values }, "*");
    });

  const instance = {
    on(event, listener) {
      listeners.set(event, [...(listeners.get(event) ?? []), listener]);
    },
  };
  return {
    extension: {
      async init() {
        await ask("init");
        started = true;
        return { instance };
      },
    },
    get: (entity) => ask("get", entity),
    request: (options) => ask("request", options),
    invoke: (action, data) => ask("invoke", action, data),
    closeModal: () => void ask("closeModal"),
  };
})();
