/** Work of the platform that is neither a microtask nor virtual time: how much of it is under way. */
let held = 0;

export const isHeld = (): boolean => held > 0;

/**
 * Makes virtual time wait for WebCrypto, whose answers come from other threads: otherwise it would pass by while a
 * signature is checked. For all worlds at once, for there is one `crypto`.
 */
export function holdCrypto(): void {
  const { subtle } = crypto;
  if (Object.hasOwn(subtle, "verify")) return;
  for (const name of ["importKey", "sign", "verify", "encrypt", "decrypt", "digest"] as const) {
    const original = subtle[name].bind(subtle) as (...args: unknown[]) => Promise<unknown>;
    const value = async (...args: unknown[]): Promise<unknown> => {
      held += 1;
      try {
        return await original(...args);
      } finally {
        held -= 1;
      }
    };
    Object.defineProperty(subtle, name, { value, configurable: true });
  }
}
