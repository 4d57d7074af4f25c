import { z } from "zod";
import { worker } from "./shop.ts";

const HERE = "https://pos.test";

/** An administrator's browser before the Worker, over HTTP; Zoho's consent page is answered as this user. */
export class Visitor {
  readonly cookies = new Map<string, string>();
  private readonly zohoUser: string;

  constructor(zohoUser: string) {
    this.zohoUser = zohoUser;
  }

  get(path: string): Promise<Response> {
    return this.send(path, { method: "GET" });
  }

  post(path: string, fields: Record<string, string> = {}): Promise<Response> {
    const headers = { "sec-fetch-site": "same-origin", origin: HERE };
    return this.send(path, { method: "POST", headers, body: new URLSearchParams(fields) });
  }

  /** Goes wherever an answer leads, through Zoho and back, until a page is there. */
  async follow(answer: Response): Promise<Response> {
    let at = answer;
    for (let hops = 0; hops < 10; hops++) {
      const location = at.headers.get("location");
      if (location === null) return at;
      const to = new URL(location, HERE);
      at = to.origin === HERE ? await this.get(to.pathname + to.search) : await this.agree(to);
    }
    throw new Error("led in circles");
  }

  private agree(to: URL): Promise<Response> {
    const body = new URLSearchParams({ user_id: this.zohoUser, decision: "accept" });
    return fetch(to, { method: "POST", body, redirect: "manual" });
  }

  private async send(path: string, init: RequestInit & { headers?: Record<string, string> }): Promise<Response> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const headers = { accept: "text/html", ...init.headers, ...(cookie ? { cookie } : {}) };
    const response = await worker.fetch(`${HERE}${path}`, { ...init, headers, redirect: "manual" });
    for (const line of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = z
        .tuple([z.string(), z.string(), z.string()])
        .parse(/^([^=]+)=([^;]*)/.exec(line));
      if (value === "") this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return response;
  }
}
