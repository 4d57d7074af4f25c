import { VALIDITY } from "../../collection/schedule.ts";
import { minutes } from "../times.ts";

const RADIUS = 54;
const ROUND = 2 * Math.PI * RADIUS;

/**
 * What is left of the session's three minutes. Drawn as it is now; the script lets it run on. `data-now` is our clock,
 * for the browser's may be wrong.
 */
export const Countdown = ({ until, now }: { until: string; now: number }) => {
  const left = Math.max(0, Date.parse(until) - now);
  const part = Math.min(1, left / VALIDITY);
  return (
    <div class="countdown" data-until={until} data-total={String(VALIDITY)}>
      <svg viewBox="0 0 120 120" aria-hidden="true" focusable="false">
        <circle class="ring-track" cx="60" cy="60" r={String(RADIUS)} />
        <circle
          class="ring"
          cx="60"
          cy="60"
          r={String(RADIUS)}
          transform="rotate(-90 60 60)"
          stroke-dasharray={ROUND.toFixed(2)}
          stroke-dashoffset={(ROUND * (1 - part)).toFixed(2)}
        />
      </svg>
      <p class="countdown-text" role="timer" aria-live="off">
        <span class="countdown-left">{minutes(left)}</span>
        <span class="countdown-word">left</span>
      </p>
    </div>
  );
};
