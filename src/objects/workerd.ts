import type { HttpResult } from "../zoho/transport.ts";
import { fetchTransport, type Transport } from "../zoho/transport.ts";
import type { Alarm, Clock, Log, Sql, SqlValue } from "./ports.ts";

/** The ports of `ports.ts` as workerd has them. */

export const consoleLog: Log = (entry) => console.log(JSON.stringify(entry));

export const wallClock: Clock = {
  now: () => Date.now(),
  within: (work, at) =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, Math.max(0, at - Date.now()));
      const over = (): void => {
        clearTimeout(timer);
        resolve();
      };
      work.then(over, over);
    }),
};

export function objectSql(storage: DurableObjectStorage): Sql {
  return {
    exec: (query, ...values) => storage.sql.exec<Record<string, SqlValue>>(query, ...values).toArray(),
  };
}

export function objectAlarm(storage: DurableObjectStorage): Alarm {
  return { get: () => storage.getAlarm(), set: (at) => storage.setAlarm(at) };
}

/** Calls to Zoho, one log line each: its name, whose, how long, what was answered and of which class that is. */
export function loggedTransport(context: Record<string, string>): Transport {
  return fetchTransport(({ request, result, ms }) => {
    consoleLog({ event: "zoho", call: request.name, ...context, ms, result: outcome(result), class: classOf(result) });
  });
}

const outcome = (result: HttpResult): number | string => (result.kind === "response" ? result.status : result.reason);

/** By the status alone; what the body adds is in the history of the collection it was about. */
function classOf(result: HttpResult): "ok" | "unauthorized" | "throttled" | "refused" | "ambiguous" {
  if (result.kind === "none" || result.status >= 500 || result.status < 200) return "ambiguous";
  if (result.status < 300) return "ok";
  if (result.status === 401) return "unauthorized";
  return result.status === 429 ? "throttled" : "refused";
}
