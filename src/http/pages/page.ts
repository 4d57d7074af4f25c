import type { Context } from "hono";
import type { JSX } from "hono/jsx/jsx-runtime";
import type { ContentfulStatusCode } from "hono/utils/http-status";

/** Answers with a page. Pages show an organization's business: nothing in between may keep them. */
export async function page(c: Context, element: JSX.Element, status: ContentfulStatusCode = 200): Promise<Response> {
  c.header("Cache-Control", "no-store");
  return c.html(`<!DOCTYPE html>${(await element).toString()}`, status);
}

/** Answers with a part of a page. */
export async function fragment(c: Context, element: JSX.Element): Promise<Response> {
  c.header("Cache-Control", "no-store");
  return c.html((await element).toString());
}
