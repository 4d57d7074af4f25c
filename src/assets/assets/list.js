// @ts-check

/** Reads today's list anew every few seconds while somebody looks at it. */
const EVERY = 5_000;

setInterval(async () => {
  const list = document.getElementById("list");
  if (!list || document.hidden || list.matches(":focus-within")) return;
  try {
    const answer = await fetch(location.href, { cache: "no-store", signal: AbortSignal.timeout(8_000) });
    if (!answer.ok) return;
    const next = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("list");
    if (next && next.innerHTML !== list.innerHTML) list.replaceWith(next);
  } catch {
    // The next time may do better; what is shown says when it was made.
  }
}, EVERY);
