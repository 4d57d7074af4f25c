/**
 * The SDK of Zoho's Finance widgets, as far as we use it; written from its documentation (Zoho Books developer pages:
 * widgets, SDK methods, supported entity keys; Finance widget SDK v1: request). Promises reject with plain strings or
 * objects. What it hands over is not trusted to have these shapes: `host.ts` reads it through schemas.
 */
declare namespace ZFAPPS {
  interface Pair {
    key: string;
    value: string;
  }

  interface RequestOptions {
    url: string;
    method: "GET" | "POST" | "PUT" | "DELETE";
    url_query?: Pair[];
    header?: Pair[];
    body?: { mode: "raw"; raw: string };
    /** The Connection whose credentials Zoho adds. */
    connection_link_name: string;
  }

  interface App {
    instance: { on(event: "ON_INVOICE_CHANGE", listener: (data: unknown) => void): void };
  }

  const extension: { init(): Promise<App> };

  function get(entity: "invoice" | "organization" | "user"): Promise<unknown>;

  /** Answers `{data: {body: string}}`; the HTTP status is not documented to be there. */
  function request(options: RequestOptions): Promise<unknown>;

  function invoke(action: "RESIZE", size: { width: string; height: string }): Promise<unknown>;
  function invoke(action: "REFRESH_DATA", entity: "invoice"): Promise<unknown>;
  function invoke(
    action: "SHOW_NOTIFICATION",
    notification: { type: "success" | "error"; message: string },
  ): Promise<unknown>;

  function closeModal(): void;
}

/** Set by `deployment.js` of the package. */
declare const collectViaPos: { address: string };
