import { BOOKS_CLIENT, PAYMENTS_CLIENT } from "./seed/build.ts";
import { DEMO_BOOKS_ORGANIZATION, DEMO_PAYMENTS_ACCOUNT } from "./seed/demo.ts";
import { createSimulator, type Simulator, type SimulatorOptions } from "./simulator.ts";

export const START = Date.UTC(2025, 10, 22, 4, 30);

export type Answer = { status: number; body: unknown; headers: Headers };
export type Bench = {
  simulator: Simulator;
  /** Moves the virtual clock. */
  pass(ms: number): void;
  send(
    method: string,
    path: string,
    options?: { token?: string; json?: unknown; form?: Record<string, string>; headers?: Record<string, string> },
  ): Promise<Answer>;
  booksToken(): Promise<string>;
  paymentsToken(): Promise<string>;
};

/** A demo simulator on a virtual clock with repeatable randomness; sleeping moves the clock. */
export function bench(options: Partial<SimulatorOptions> = {}): Bench {
  let now = START;
  let state = 1;
  const random = (): number => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
  const simulator = createSimulator({
    now: () => now,
    random,
    sleep: async (ms) => {
      now += ms;
    },
    ...options,
  });
  const send: Bench["send"] = async (method, path, { token, json, form, headers = {} } = {}) => {
    const response = await simulator.fetch(
      new Request(`http://zoho.test${path}`, {
        method,
        redirect: "manual",
        headers: {
          ...headers,
          ...(token === undefined ? {} : { authorization: `Zoho-oauthtoken ${token}` }),
          ...(json === undefined ? {} : { "content-type": "application/json" }),
        },
        ...(json === undefined ? {} : { body: JSON.stringify(json) }),
        ...(form === undefined ? {} : { body: new URLSearchParams(form) }),
      }),
    );
    const text = await response.text();
    const isJson = response.headers.get("content-type")?.includes("json") ?? false;
    return { status: response.status, body: isJson ? JSON.parse(text) : text, headers: response.headers };
  };
  const tokenOf = async (client: { id: string; secret: string }, refresh: string): Promise<string> => {
    const { body } = await send("POST", "/accounts/oauth/v2/token", {
      form: { grant_type: "refresh_token", client_id: client.id, client_secret: client.secret, refresh_token: refresh },
    });
    if (typeof body !== "object" || body === null || !("access_token" in body))
      throw new Error(`no token: ${JSON.stringify(body)}`);
    return String(body.access_token);
  };
  return {
    simulator,
    pass: (ms) => {
      now += ms;
    },
    send,
    booksToken: () => tokenOf(BOOKS_CLIENT, `1000.refresh-books-${DEMO_BOOKS_ORGANIZATION}`),
    paymentsToken: () => tokenOf(PAYMENTS_CLIENT, `1000.refresh-payments-${DEMO_PAYMENTS_ACCOUNT}`),
  };
}
