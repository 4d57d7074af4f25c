import type { Office } from "./office.ts";
import { ZOHO } from "./office.ts";

const HERE = "http://localhost";

/** Somebody with a browser, as far as the server sees one: cookies are kept and dropped, redirects can be followed. */
export class Visitor {
  readonly cookies = new Map<string, string>();
  private readonly office: Office;
  /** Who they are at Zoho. */
  zohoUser: string;

  constructor(office: Office, zohoUser: string) {
    this.office = office;
    this.zohoUser = zohoUser;
  }

  async get(path: string, headers: Record<string, string> = {}): Promise<Response> {
    return this.send(path, { method: "GET", headers });
  }

  /** Sends a form from one of our own pages, unless `headers` say otherwise. */
  post(path: string, fields: Record<string, string> = {}, headers?: Record<string, string>): Promise<Response> {
    const from = headers ?? { "Sec-Fetch-Site": "same-origin", Origin: HERE };
    return this.send(path, { method: "POST", headers: from, body: new URLSearchParams(fields) });
  }

  /**
   * Goes wherever an answer leads, answering Zoho's consent page on the way, until a page of ours is there. `change`
   * meddles with the way back from Zoho.
   */
  async follow(answer: Response, options: { accept?: boolean; change?: (back: URL) => void } = {}): Promise<Response> {
    let at = answer;
    for (let hops = 0; hops < 10; hops++) {
      const location = at.headers.get("location");
      if (location === null) return at;
      const to = new URL(location, HERE);
      if (to.origin === HERE) at = await this.get(to.pathname + to.search);
      else if (to.origin === ZOHO) {
        const { accept = true, change } = options;
        const back = new URL(await this.office.zoho.consent(to.href, { user_id: this.zohoUser, accept }));
        change?.(back);
        at = await this.get(back.pathname + back.search);
      } else throw new Error(`led to a stranger: ${location}`);
    }
    throw new Error("led in circles");
  }

  private async send(path: string, init: RequestInit & { headers: Record<string, string> }): Promise<Response> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const headers = { Accept: "text/html", ...init.headers, ...(cookie ? { Cookie: cookie } : {}) };
    const response = await this.office.app.request(path, { ...init, headers });
    for (const line of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === "" || /max-age=0/i.test(line)) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return response;
  }
}
