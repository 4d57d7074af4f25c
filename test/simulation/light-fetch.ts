/**
 * `Request`, `Response` and `Headers` for a world whose network is a function call: text in, text out, no streams.
 * The simulation makes a dozen of each a collection, and Node's own were a tenth of its time. Every other test has
 * Node's or workerd's.
 */
export function useLightFetch(): void {
  Object.assign(globalThis, { Headers: LightHeaders, Request: LightRequest, Response: LightResponse });
}

type Body = string | Uint8Array | ArrayBuffer | URLSearchParams | null | undefined;
type Pairs = LightHeaders | Record<string, string> | Iterable<[string, string]> | undefined;

class LightHeaders {
  private readonly values = new Map<string, string>();

  constructor(init?: Pairs) {
    if (!init) return;
    const pairs = Symbol.iterator in init ? (init as Iterable<[string, string]>) : Object.entries(init);
    for (const [name, value] of pairs) this.append(name, value);
  }

  get(name: string): string | null {
    return this.values.get(name.toLowerCase()) ?? null;
  }

  has(name: string): boolean {
    return this.values.has(name.toLowerCase());
  }

  set(name: string, value: string): void {
    this.values.set(name.toLowerCase(), String(value));
  }

  append(name: string, value: string): void {
    const before = this.get(name);
    this.set(name, before === null ? value : `${before}, ${value}`);
  }

  delete(name: string): void {
    this.values.delete(name.toLowerCase());
  }

  forEach(visit: (value: string, name: string) => void): void {
    this.values.forEach(visit);
  }

  entries(): IterableIterator<[string, string]> {
    return this.values.entries();
  }

  [Symbol.iterator](): IterableIterator<[string, string]> {
    return this.entries();
  }
}

abstract class Message {
  readonly headers: LightHeaders;
  private readonly content: Body;

  constructor(content: Body, headers: Pairs) {
    this.headers = new LightHeaders(headers);
    this.content = content;
    if (content instanceof URLSearchParams) this.headers.set("content-type", FORM);
  }

  async text(): Promise<string> {
    const { content } = this;
    if (content === null || content === undefined) return "";
    if (typeof content === "string" || content instanceof URLSearchParams) return content.toString();
    return new TextDecoder().decode(content);
  }

  async json(): Promise<unknown> {
    return JSON.parse(await this.text());
  }

  async arrayBuffer(): Promise<ArrayBuffer> {
    const { content } = this;
    if (content instanceof ArrayBuffer) return content;
    const bytes = content instanceof Uint8Array ? content : new TextEncoder().encode(await this.text());
    return Uint8Array.from(bytes).buffer;
  }

  async formData(): Promise<FormData> {
    const form = new FormData();
    for (const [name, value] of new URLSearchParams(await this.text())) form.append(name, value);
    return form;
  }
}

const FORM = "application/x-www-form-urlencoded;charset=UTF-8";

/** Nobody here breaks a request off: a caller that waits no longer leaves its answer unread. */
const NEVER = { aborted: false, throwIfAborted: () => {}, addEventListener: () => {}, removeEventListener: () => {} };

class LightRequest extends Message {
  readonly url: string;
  readonly method: string;
  readonly signal = NEVER;

  constructor(url: string | URL, init: { method?: string; headers?: Pairs; body?: Body } = {}) {
    super(init.body, init.headers);
    this.url = String(url);
    this.method = init.method ?? "GET";
  }
}

class LightResponse extends Message {
  readonly status: number;

  constructor(content?: Body, init: { status?: number; headers?: Pairs } = {}) {
    super(content, init.headers);
    this.status = init.status ?? 200;
  }

  get ok(): boolean {
    return this.status >= 200 && this.status < 300;
  }

  static json(value: unknown, init: { status?: number; headers?: Pairs } = {}): LightResponse {
    const response = new LightResponse(JSON.stringify(value), init);
    if (!response.headers.has("content-type")) response.headers.set("content-type", "application/json");
    return response;
  }
}
