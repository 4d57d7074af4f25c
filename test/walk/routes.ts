import type { App } from "../../src/http/app.ts";

export interface Route {
  method: string;
  /** As it was registered, such as `/collections/:id`. */
  path: string;
}

/** Every address the app answers, each once; what runs before them all is left out. */
export function routesOf(app: Pick<App, "routes">): Route[] {
  const seen = new Map<string, Route>();
  for (const { method, path } of app.routes) {
    if (method !== "ALL") seen.set(`${method} ${path}`, { method, path });
  }
  return [...seen.values()];
}

/** Puts values in place of a path's parameters. */
export const fill = (path: string, value: (name: string) => string): string =>
  path.replace(/:(\w+)(\{[^}]*\})?/g, (_, name: string) => encodeURIComponent(value(name)));
