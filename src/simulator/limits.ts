/** A sliding window that admits `limit` calls in `windowMs`; constant time per call. */
export type Window = {
  /** Counts the call and says true, or says false when the window is full; refused calls do not count. */
  admit(now: number, limit: number): boolean;
  /** How many more would be admitted now. */
  remaining(now: number, limit: number): number;
};

export function createWindow(windowMs: number): Window {
  const admitted: number[] = [];
  let head = 0;
  const forget = (now: number): void => {
    while (head < admitted.length && (admitted[head] ?? 0) <= now - windowMs) head += 1;
    if (head > 1024) {
      admitted.splice(0, head);
      head = 0;
    }
  };
  return {
    admit(now, limit) {
      forget(now);
      if (admitted.length - head >= limit) return false;
      admitted.push(now);
      return true;
    },
    remaining(now, limit) {
      forget(now);
      return Math.max(0, limit - (admitted.length - head));
    },
  };
}
