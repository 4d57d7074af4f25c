import { ORGANIZATION, type Shop } from "./shop.ts";

/** A browser as far as the server sees one: it keeps cookies and says where a form came from. */
export class Browser {
  private readonly cookies = new Map<string, string>();
  private readonly shop: Shop;

  constructor(shop: Shop) {
    this.shop = shop;
  }

  get(path: string): Promise<Response> {
    return this.send(path, { method: "GET" });
  }

  /** Sends a form from one of our own pages, unless `headers` say otherwise. */
  post(path: string, fields: Record<string, string>, headers?: Record<string, string>): Promise<Response> {
    const body = new URLSearchParams(fields);
    return this.send(path, { method: "POST", body }, headers ?? { "Sec-Fetch-Site": "same-origin" });
  }

  private async send(path: string, init: RequestInit, headers: Record<string, string> = {}): Promise<Response> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const all = { Accept: "text/html", ...headers, ...(cookie ? { Cookie: cookie } : {}) };
    const response = await this.shop.app.request(path, { ...init, headers: all });
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (name && value) this.cookies.set(name, value);
    }
    return response;
  }
}

export const collectAddress = (invoice: string): string =>
  `/collect?organization_id=${ORGANIZATION}&invoice_id=${invoice}`;

/** The fields of the form on a page, as a browser would send them untouched. */
export function fieldsOf(html: string): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [input] of html.matchAll(/<input\b[^>]*>/g)) {
    const attribute = (name: string) => new RegExp(`\\b${name}="([^"]*)"`).exec(input)?.[1];
    const choice = attribute("type") === "radio" || attribute("type") === "checkbox";
    const name = attribute("name");
    if (name && (!choice || /\bchecked=""/.test(input))) fields[name] = attribute("value") ?? "";
  }
  return fields;
}
