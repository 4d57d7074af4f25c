import { shortMoment } from "../times.ts";
import { type Returned, Select, TextField } from "./form.tsx";

export interface PersonRow {
  id: string;
  name: string;
  email: string;
  role: "admin" | "staff";
  addedAt: number;
}

export interface InvitationRow {
  id: string;
  label: string;
  role: "admin" | "staff";
  endsAt: number;
}

export interface PeopleProps {
  /** Null where Zoho says who belongs to the organization. */
  members: { people: PersonRow[]; invitations: InvitationRow[]; you: string; newId: string } | null;
  returned: Returned | null;
  timeZone: string;
}

const ROLES = [
  { id: "staff", name: "Collects payments" },
  { id: "admin", name: "Administrator" },
];
const roleName = (role: PersonRow["role"]): string => (role === "admin" ? "Administrator" : "Collects payments");

/** Who may come in. */
export const People = ({ members, returned, timeZone }: PeopleProps) => (
  <section class="panel setup-section" id="people">
    <h2>People</h2>
    {members ? (
      <Members members={members} returned={returned} timeZone={timeZone} />
    ) : (
      <p class="hint">
        Whoever belongs to the organization in Zoho can sign in and collect; its administrators can change this page.
        Somebody who is removed in Zoho stays signed in here for at most twelve hours, unless you end it now.
      </p>
    )}
    <form method="post" action="/setup/sign-everyone-out">
      <button type="submit" class="button quiet">
        Sign everybody out
      </button>
    </form>
  </section>
);

interface MembersProps {
  members: NonNullable<PeopleProps["members"]>;
  returned: Returned | null;
  timeZone: string;
}

const Members = ({ members, returned, timeZone }: MembersProps) => {
  const { people, invitations, you, newId } = members;
  const administrators = people.filter(({ role }) => role === "admin").length;
  const back = returned?.form === "invitation" ? returned : null;
  return (
    <>
      <p class="hint">
        They sign in with their own Zoho accounts. Administrators can change this page; everybody sees the payments.
      </p>
      {administrators === 1 ? (
        <p>
          There is one administrator. Invite another: nobody but an administrator can let people in, and an account can
          be lost.
        </p>
      ) : null}
      <ul class="setup-list">
        {people.map(({ id, name, email, role, addedAt }) => (
          <li class="key-row">
            <div>
              <strong>{name}</strong>
              {id === you ? " (you)" : ""}
              <p class="hint">
                {email ? `${email} · ` : ""}
                {roleName(role)} · since {shortMoment(addedAt, timeZone)}
              </p>
            </div>
            {role === "admin" && administrators === 1 ? null : (
              <form method="post" action={`/setup/people/${encodeURIComponent(id)}/remove`}>
                <button type="submit" class="button quiet" aria-label={id === you ? undefined : `Remove ${name}`}>
                  {id === you ? "Leave" : "Remove"}
                </button>
              </form>
            )}
          </li>
        ))}
        {invitations.map(({ id, label, role, endsAt }) => (
          <li class="key-row">
            <div>
              <strong>{label}</strong>
              <p class="hint">
                Invited · {roleName(role)} · until {shortMoment(endsAt, timeZone)}
              </p>
            </div>
            <form method="post" action={`/setup/invitations/${id}/withdraw`}>
              <button type="submit" class="button quiet" aria-label={`Withdraw the invitation of ${label}`}>
                Withdraw
              </button>
            </form>
          </li>
        ))}
      </ul>
      <details class="fold" open={back !== null}>
        <summary>Invite somebody</summary>
        <form method="post" action="/setup/invitations" class="stack-form">
          <input type="hidden" name="id" value={newId} />
          <TextField
            id="invitation-label"
            name="label"
            label="Who is it for"
            value={back?.values.label ?? ""}
            hint="Their name, so that you know the invitation again."
            error={back?.errors.label}
            maxlength={60}
            required
          />
          <Select id="invitation-role" name="role" label="Role" value={back?.values.role ?? "staff"} choices={ROLES} />
          <button type="submit" class="button">
            Make an invitation
          </button>
        </form>
      </details>
    </>
  );
};
