import { Hono } from "hono";
import { revokeApiKey } from "../../ledger/api-keys.ts";
import { retireCounter } from "../../ledger/counters.ts";
import { changeSettings, endAllSessions } from "../../ledger/organizations.ts";
import { noteSetup, type SetupChange } from "../../ledger/setup-events.ts";
import type { AppContext, AppEnv } from "../context.ts";
import { startSession } from "../identity.ts";
import { counterId } from "../schemas.ts";
import { ourPagesOnly } from "../visitors.ts";
import { type CounterForm, saveCounter } from "./counters.ts";
import { type Administrator, administrator, onlyAdministrators } from "./door.ts";
import { fields } from "./fields.ts";
import { createKey } from "./keys.ts";
import { invite, remove, withdraw } from "./people.ts";
import { readRecording } from "./recording.ts";
import { showSetup } from "./show.ts";

/** The set-up page and its forms; administrators only. */
export const setup = new Hono<AppEnv>()
  .get("/setup", (c) =>
    forAdministrators(c, (who) =>
      showSetup(c, who, { done: c.req.query("done"), wrongAccount: c.req.query("wrong") === "account_id" }),
    ),
  )
  .post("/setup/counters", ourPagesOnly, (c) => forAdministrators(c, (who) => counter(c, who, null)))
  .post("/setup/counters/:id", ourPagesOnly, (c) => forAdministrators(c, (who) => counter(c, who, c.req.param("id"))))
  .post("/setup/counters/:id/retire", ourPagesOnly, (c) =>
    forAdministrators(c, async (who) => {
      const { ledger, now } = c.get("deps");
      const id = counterId.safeParse(c.req.param("id"));
      const gone = id.success ? await retireCounter(ledger, who.organization.id, id.data, now()) : null;
      if (!gone) return c.redirect("/setup#counters", 303);
      return done(c, who, "counter_retired", gone.name, "counters");
    }),
  )
  .post("/setup/recording", ourPagesOnly, (c) =>
    forAdministrators(c, async (who) => {
      if (who.organization.product === "external") return c.redirect("/setup", 303);
      const values = await fields(c);
      const read = readRecording(values, who.organization.settings);
      if ("errors" in read) {
        return showSetup(c, who, { returned: { form: "recording", values, errors: read.errors } });
      }
      await changeSettings(c.get("deps").ledger, who.organization.id, read.settings);
      return done(c, who, "recording_changed", read.words, "recording");
    }),
  )
  .post("/setup/keys", ourPagesOnly, (c) => forAdministrators(c, async (who) => createKey(c, who, await fields(c))))
  .post("/setup/keys/:id/revoke", ourPagesOnly, (c) =>
    forAdministrators(c, async (who) => {
      const { ledger, now } = c.get("deps");
      const id = c.req.param("id");
      if (!(await revokeApiKey(ledger, who.organization.id, id, now()))) return c.redirect("/setup#keys", 303);
      return done(c, who, "key_revoked", id, "keys");
    }),
  )
  .post("/setup/invitations", ourPagesOnly, (c) => forAdministrators(c, async (who) => invite(c, who, await fields(c))))
  .post("/setup/invitations/:id/withdraw", ourPagesOnly, (c) =>
    forAdministrators(c, (who) => withdraw(c, who, c.req.param("id"))),
  )
  .post("/setup/people/:id/remove", ourPagesOnly, (c) =>
    forAdministrators(c, (who) => remove(c, who, c.req.param("id"))),
  )
  .post("/setup/sign-everyone-out", ourPagesOnly, (c) =>
    forAdministrators(c, async (who) => {
      const { ledger, now } = c.get("deps");
      await endAllSessions(ledger, who.organization.id, now());
      const { organizationId, by, role } = who.identity;
      await startSession(c, { organizationId, by, userId: who.userId, role, demo: who.demo });
      return done(c, who, "everyone_signed_out", "", "people");
    }),
  );

async function forAdministrators(
  c: AppContext,
  go: (who: Administrator) => Promise<Response> | Response,
): Promise<Response> {
  const who = await administrator(c);
  return who.kind === "administrator" ? go(who) : onlyAdministrators(c, who);
}

async function counter(c: AppContext, who: Administrator, id: string | null): Promise<Response> {
  const values = await fields(c);
  const saved: CounterForm = await saveCounter(c.get("deps"), who.organization.id, id, values);
  if (saved.kind === "errors") {
    return showSetup(c, who, { returned: { form: id ?? "counter", values, errors: saved.errors } });
  }
  if (saved.kind === "nothing") return c.redirect("/setup#counters", 303);
  return done(c, who, id === null ? "counter_added" : "counter_changed", saved.words, "counters");
}

/** Notes the change and goes back to the page, which says so. */
async function done(
  c: AppContext,
  { organization, identity }: Administrator,
  what: SetupChange,
  detail: string,
  section: string,
): Promise<Response> {
  const { ledger, now } = c.get("deps");
  await noteSetup(ledger, { organizationId: organization.id, at: now(), by: identity.by, what, detail });
  return c.redirect(`/setup?done=${what}#${section}`, 303);
}
