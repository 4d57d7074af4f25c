import { Hono } from "hono";
import { Method } from "../../collection/collection.ts";
import { SecretPage } from "../../views/automation/secret-page.tsx";
import type { AppContext, AppEnv } from "../context.ts";
import { alterEndpoint, createEndpoint, dropEndpoint } from "../endpoints/manage.ts";
import { changeBooksRules, keepSigningKey, newBooksSecret } from "../hooks/manage.ts";
import { page } from "../pages/page.ts";
import { counterId } from "../schemas.ts";
import { type Administrator, administrator, onlyAdministrators } from "../setup/door.ts";
import { fields } from "../setup/fields.ts";
import { ourPagesOnly } from "../visitors.ts";
import { showAutomation } from "./show.ts";

const HERE = "/setup/automation";

/** The automation page and its forms; administrators only. */
export const automation = new Hono<AppEnv>()
  .get(HERE, (c) => forAdministrators(c, (who) => showAutomation(c, who)))
  .post(`${HERE}/books/secret`, ourPagesOnly, (c) =>
    forAdministrators(c, async (who) => {
      const made = await newBooksSecret(c.get("deps"), who.identity);
      if (made.kind === "refused") return showAutomation(c, who, null, made.problem.message);
      const use = "Paste it into the webhook in Zoho, where it asks for a secret token.";
      return secretPage(c, who, "The secret of your workflow webhook", made.secret, use);
    }),
  )
  .post(`${HERE}/books`, ourPagesOnly, (c) =>
    forAdministrators(c, async (who) => {
      const values = await fields(c);
      const counter = counterId.safeParse(values.default_counter_id);
      await changeBooksRules(c.get("deps"), who.identity, {
        default_counter_id: counter.success ? counter.data : null,
        counter_field: values.counter_field?.slice(0, 100) || "cf_counter",
        payment_method: Method.safeParse(values.payment_method).data ?? "card",
      });
      return c.redirect(`${HERE}?done=saved#books`, 303);
    }),
  )
  .post(`${HERE}/payments`, ourPagesOnly, (c) =>
    forAdministrators(c, async (who) => {
      const { signing_key: key = "" } = await fields(c);
      if (key.length < 8) return showAutomation(c, who, null, "That is no signing key of Zoho Payments.");
      await keepSigningKey(c.get("deps"), who.identity, key);
      return c.redirect(`${HERE}?done=saved#payments`, 303);
    }),
  )
  .post(`${HERE}/endpoints`, ourPagesOnly, (c) =>
    forAdministrators(c, async (who) => {
      const { url = "", description = "" } = await fields(c);
      const wish = { url, description: description.slice(0, 200), events: null, acknowledges: true };
      const made = await createEndpoint(c.get("deps"), who.identity, wish);
      if (made.kind === "refused") {
        return showAutomation(c, who, { values: { url, description }, error: made.problem.message });
      }
      const use = `Verify what is sent to ${made.value.row.url} with it, by any Standard Webhooks library.`;
      return secretPage(c, who, "The secret of your endpoint", made.value.secret, use);
    }),
  )
  .post(`${HERE}/endpoints/:id/remove`, ourPagesOnly, (c) =>
    forAdministrators(c, async (who) => {
      await dropEndpoint(c.get("deps"), who.identity, c.req.param("id"));
      return c.redirect(`${HERE}?done=removed#endpoints`, 303);
    }),
  )
  .post(`${HERE}/endpoints/:id/enable`, ourPagesOnly, (c) =>
    forAdministrators(c, async (who) => {
      await alterEndpoint(c.get("deps"), who.identity, c.req.param("id"), { disabled: false });
      return c.redirect(`${HERE}?done=enabled#endpoints`, 303);
    }),
  )
  .post(`${HERE}/endpoints/:id/test`, ourPagesOnly, (c) =>
    forAdministrators(c, async (who) => {
      await c.get("deps").notifier(who.organization.id).test(c.req.param("id"));
      return c.redirect(`${HERE}?done=sent#endpoints`, 303);
    }),
  )
  .post(`${HERE}/endpoints/:id/send-again/:delivery`, ourPagesOnly, (c) =>
    forAdministrators(c, async (who) => {
      const { id, delivery } = c.req.param();
      await c.get("deps").notifier(who.organization.id).sendAgain(id, delivery);
      return c.redirect(`${HERE}?done=sent#endpoints`, 303);
    }),
  );

async function forAdministrators(
  c: AppContext,
  go: (who: Administrator) => Promise<Response> | Response,
): Promise<Response> {
  const who = await administrator(c);
  return who.kind === "administrator" ? go(who) : onlyAdministrators(c, who);
}

const secretPage = (c: AppContext, who: Administrator, title: string, secret: string, use: string) =>
  page(c, SecretPage({ organization: who.organization.name, title, secret, use }));
