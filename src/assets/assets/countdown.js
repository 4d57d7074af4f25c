// @ts-check

/**
 * Lets a countdown run on from where the server drew it. `skew` is our server's clock minus this browser's, in ms: a
 * till's own clock may be minutes off.
 * @param {ParentNode} root
 * @param {number} skew
 * @param {() => void} onOver called once when nothing is left
 * @returns {() => void} stops it
 */
export function runCountdown(root, skew, onOver) {
  const shown = root.querySelector(".countdown");
  if (!(shown instanceof HTMLElement)) return () => {};
  const until = Date.parse(shown.dataset.until ?? "");
  const total = Number(shown.dataset.total);
  const text = shown.querySelector(".countdown-left");
  const ring = shown.querySelector(".ring");
  const round = Number(ring?.getAttribute("stroke-dasharray"));

  const draw = () => {
    const left = Math.max(0, until - (Date.now() + skew));
    const seconds = Math.ceil(left / 1000);
    const words = `${Math.trunc(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    if (text && text.textContent !== words) text.textContent = words;
    ring?.setAttribute("stroke-dashoffset", String(round * (1 - Math.min(1, left / total))));
    shown.classList.toggle("short", left < 30_000);
    if (left > 0) return;
    clearInterval(timer);
    onOver();
  };
  const timer = setInterval(draw, 250);
  draw();
  return () => clearInterval(timer);
}
