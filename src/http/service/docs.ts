import { Hono } from "hono";
import { DocsPage } from "../../views/docs-page.tsx";
import type { AppEnv } from "../context.ts";
import { page } from "../pages/page.ts";

/** `/docs`: the API for people, drawn from `/openapi.json` by a viewer that is served from here. */
export const docs = new Hono<AppEnv>().get("/docs", (c) => page(c, DocsPage()));
