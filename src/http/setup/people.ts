import { addInvitation, withdrawInvitation } from "../../ledger/invitations.ts";
import { listMembers, removeMember } from "../../ledger/people.ts";
import { noteSetup, type SetupChange } from "../../ledger/setup-events.ts";
import { apiKeyHash } from "../../security/api-key.ts";
import { toBase64Url } from "../../security/base64.ts";
import { InvitationPage } from "../../views/setup/invitation.tsx";
import type { AppContext } from "../context.ts";
import { page } from "../pages/page.ts";
import type { Administrator } from "./door.ts";
import { showSetup } from "./show.ts";

/** So that a scanner of repositories and logs can tell one of ours from noise. */
const PREFIX = "join_";
const LASTS = 3 * 24 * 60 * 60 * 1_000;

/** Makes a code that lets one person join, and shows it, this once: only its hash is kept. */
export async function invite(c: AppContext, who: Administrator, values: Record<string, string>): Promise<Response> {
  const { organization, userId } = who;
  const { label = "", id = "" } = values;
  if (organization.product !== "external" || !/^inv_[A-Za-z0-9_-]{16}$/.test(id)) return back(c);
  if (label === "" || label.length > 60) {
    const words = label === "" ? "Say for whom it is." : "At most 60 characters.";
    return showSetup(c, who, { returned: { form: "invitation", values, errors: { label: words } } });
  }
  const { ledger, now, randomBytes, settings } = c.get("deps");
  const code = `${PREFIX}${toBase64Url(randomBytes(24))}`;
  const role = values.role === "admin" ? "admin" : "staff";
  const [createdAt, endsAt] = [now(), now() + LASTS];
  const invitation = { id, organizationId: organization.id, hash: await apiKeyHash(code), label, role } as const;
  const added = await addInvitation(ledger, { ...invitation, createdAt, createdBy: userId, endsAt });
  if (added) await note(c, who, "person_invited", `${label}, ${ROLE[role]}`);
  const { name, timeZone } = organization;
  const address = `${settings.PUBLIC_URL}/join`;
  const view = { organization: name, label, code: added ? code : null, address, endsAt, timeZone };
  return page(c, InvitationPage(view));
}

/** Takes a code back that nobody has used. */
export async function withdraw(c: AppContext, who: Administrator, id: string): Promise<Response> {
  const gone = await withdrawInvitation(c.get("deps").ledger, who.organization.id, id);
  if (!gone) return back(c);
  await note(c, who, "invitation_withdrawn", gone.label);
  return back(c, "invitation_withdrawn");
}

/** Somebody does not belong any more: they are out at their next request. The last administrator stays. */
export async function remove(c: AppContext, who: Administrator, id: string): Promise<Response> {
  const { ledger } = c.get("deps");
  const { id: organizationId } = who.organization;
  const member = (await listMembers(ledger, organizationId)).find((one) => one.id === id);
  if (!member || !(await removeMember(ledger, organizationId, id))) return back(c);
  await note(c, who, "person_removed", [member.name, member.email].filter(Boolean).join(", "));
  return back(c, "person_removed");
}

const ROLE = { admin: "administrator", staff: "staff" } as const;

const note = (c: AppContext, { organization, identity }: Administrator, what: SetupChange, detail: string) => {
  const { ledger, now } = c.get("deps");
  return noteSetup(ledger, { organizationId: organization.id, at: now(), by: identity.by, what, detail });
};

const back = (c: AppContext, done?: SetupChange): Response =>
  c.redirect(`/setup${done === undefined ? "" : `?done=${done}`}#people`, 303);
