import { CUT_HEADER } from "./gate.ts";
import type { World } from "./world.ts";

/**
 * Answers a request in process the way the network would: a cut connection is a rejected `TypeError`, a request whose
 * signal aborts is rejected with the signal's reason at once (its effect still happens), and a hang lasts `hang_ms`.
 */
export async function answer(
  world: World,
  handle: (request: Request) => Response | Promise<Response>,
  request: Request,
): Promise<Response> {
  const { signal } = request;
  signal.throwIfAborted();
  const answered = (async () => {
    const response = await handle(request);
    const cut = response.headers.get(CUT_HEADER);
    if (cut === "hang") await world.sleep(world.settings.hang_ms);
    if (cut !== null) throw new TypeError("fetch failed: the simulated connection was cut");
    return response;
  })();
  let stop = (): void => {};
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener("abort", stop, { once: true });
  });
  try {
    return await Promise.race([answered, aborted]);
  } finally {
    signal.removeEventListener("abort", stop);
    answered.catch(() => {});
  }
}
