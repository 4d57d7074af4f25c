import { Method } from "../../collection/collection.ts";

const KEY = "till";

/** The counter and method used last at this till. Where a frame may keep nothing, nothing is remembered. */
export function lastChoice(): { counterId: string | null; method: Method } {
  try {
    const [counterId = "", method] = (localStorage.getItem(KEY) ?? "").split(".");
    return { counterId: counterId || null, method: Method.safeParse(method).data ?? "card" };
  } catch {
    return { counterId: null, method: "card" };
  }
}

export function keepChoice(counterId: string, method: Method): void {
  try {
    localStorage.setItem(KEY, `${counterId}.${method}`);
  } catch {
    // A browser may forbid storage in frames of other sites.
  }
}
