import { accountsFrom } from "./accounts/state.ts";
import { accountFrom } from "./payments/state.ts";
import type { SimulatorSeed } from "./seed.ts";
import type { Snapshot } from "./snapshot.ts";

/**
 * A saved state with the Payments accounts that a newer seed has and it does not: their terminals, their grants, and
 * whose they are. What was there stays as it was left. `now` is epoch milliseconds.
 */
export function withNewcomers(saved: Snapshot, seed: SimulatorSeed, now: number): Snapshot {
  const known = new Set(saved.payments.map(({ account_id }) => account_id));
  const fresh = seed.accounts.filter(({ account_id }) => !known.has(account_id));
  const isFresh = (id: string): boolean => fresh.some(({ account_id }) => account_id === id);
  const { grants, users } = accountsFrom(seed, now);
  const granted = [...grants.values()].filter(({ soid }) => isFresh(soid?.replace(/^zohopay\./, "") ?? ""));
  return {
    ...saved,
    accounts: {
      ...saved.accounts,
      users: saved.accounts.users.map((user) => {
        const theirs = users.get(user.id)?.payments_accounts.filter(isFresh) ?? [];
        return { ...user, payments_accounts: [...user.payments_accounts, ...theirs] };
      }),
      grants: [...saved.accounts.grants, ...granted.map((grant) => ({ ...grant, scopes: [...grant.scopes] }))],
    },
    payments: [
      ...saved.payments,
      ...fresh.map(accountFrom).map(({ account_id, name, terminals }) => ({
        account_id,
        name,
        terminals,
        sessions: [],
        payments: [],
      })),
    ],
  };
}
