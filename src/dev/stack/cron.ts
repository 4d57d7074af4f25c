/**
 * Fires the Worker's cron as Cloudflare would; `wrangler dev` leaves that to others. `every` is in milliseconds.
 * Returns the way to stop.
 */
export function runCron(workerUrl: string, every = 60_000): () => void {
  const fire = (): void => {
    fetch(`${workerUrl}/cdn-cgi/local/scheduled`, { signal: AbortSignal.timeout(every) })
      .then(async (response) => {
        if (!response.ok) console.error(`The Worker's cron failed: ${await response.text()}`);
      })
      .catch((error: unknown) => console.error(`The Worker's cron could not be fired: ${error}`));
  };
  const timer = setInterval(fire, every);
  return () => clearInterval(timer);
}
