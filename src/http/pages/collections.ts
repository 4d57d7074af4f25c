import { Hono } from "hono";
import type { Collection } from "../../collection/collection.ts";
import { view } from "../../collection/view.ts";
import { listCollections } from "../../ledger/collections.ts";
import { billingName } from "../../views/billing-name.ts";
import { ListPage } from "../../views/collections/list-page.tsx";
import { sinceMidnight } from "../../views/times.ts";
import { closed } from "../collect/routes.ts";
import type { AppEnv } from "../context.ts";
import { page } from "./page.ts";
import { signedIn } from "./sign-in.ts";

const MOST = 100;

/** `/collections`: today at the counters, and what needs somebody, of any day. */
export const collectionList = new Hono<AppEnv>()
  .get("/", (c) => c.redirect("/collections", 302))
  .get("/collections", async (c) => {
    const who = await signedIn(c, null);
    if (who.kind !== "in") return closed(c, who);
    const { ledger, now } = c.get("deps");
    const { id, name, timeZone, product } = who.organization;
    const from = now() - sinceMidnight(now(), timeZone);
    const [attention, today] = await Promise.all([
      listCollections(ledger, id, { attention: true, limit: MOST }),
      listCollections(ledger, id, { from, limit: MOST }),
    ]);
    const shown = (rows: Collection[]) => rows.map((row) => view(row, [], null));
    const rest = today.filter((row) => !attention.some((other) => other.id === row.id));
    const list = {
      organization: { name, timeZone, billing: billingName(product) },
      attention: shown(attention),
      today: shown(rest),
      now: now(),
    };
    return page(c, ListPage(list));
  });
