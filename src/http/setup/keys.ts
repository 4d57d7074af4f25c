import { addApiKey } from "../../ledger/api-keys.ts";
import { noteSetup } from "../../ledger/setup-events.ts";
import { apiKeyHash } from "../../security/api-key.ts";
import { toBase64Url } from "../../security/base64.ts";
import { NewKeyPage } from "../../views/setup/keys.tsx";
import type { AppContext } from "../context.ts";
import { page } from "../pages/page.ts";
import type { Administrator } from "./door.ts";
import { showSetup } from "./show.ts";

/** So that a scanner of repositories and logs can tell one of ours from noise. */
const PREFIX = "cvp_";

/** Makes an API key of 256 random bits and shows it, this once: only its hash is kept. */
export async function createKey(c: AppContext, who: Administrator, values: Record<string, string>): Promise<Response> {
  const { label = "", id = "" } = values;
  const organizationId = who.organization.id;
  if (!/^key_[A-Za-z0-9_-]{16}$/.test(id)) return c.redirect("/setup#keys", 303);
  if (label === "" || label.length > 60) {
    const words = label === "" ? "Say what will use it." : "At most 60 characters.";
    return showSetup(c, who, { returned: { form: "key", values, errors: { label: words } } });
  }
  const { ledger, now, randomBytes } = c.get("deps");
  const key = `${PREFIX}${toBase64Url(randomBytes(32))}`;
  const added = await addApiKey(ledger, { id, organizationId, label, hash: await apiKeyHash(key), createdAt: now() });
  if (added) {
    const { by } = who.identity;
    await noteSetup(ledger, { organizationId, at: now(), by, what: "key_created", detail: `${label} (${id})` });
  }
  return page(c, NewKeyPage({ organization: who.organization.name, label, key: added ? key : null }));
}
