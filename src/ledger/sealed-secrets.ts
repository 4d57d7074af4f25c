import { and, eq, ne, type SQL } from "drizzle-orm";
import { OrganizationId } from "../collection/ids.ts";
import type { Ledger } from "./client.ts";
import { endpoints, grants, hooks } from "./schema.ts";

/** What the ledger keeps sealed, of every kind, with what each is bound to. */
export type SealedSecret = { organizationId: OrganizationId; keyId: string; sealed: string } & (
  | { kind: "refresh_token"; service: "books" | "payments" }
  | { kind: "hook"; source: "books" | "payments" }
  | { kind: "endpoint"; id: string }
);

/** Every secret that another key than this has sealed. */
export async function secretsNotSealedBy(ledger: Ledger, keyId: string): Promise<SealedSecret[]> {
  const [tokens, verifying, signing] = await ledger.batch([
    ledger.select().from(grants).where(ne(grants.keyId, keyId)),
    ledger.select().from(hooks).where(ne(hooks.keyId, keyId)),
    ledger.select().from(endpoints).where(ne(endpoints.keyId, keyId)),
  ]);
  const common = (row: { organizationId: string; keyId: string }) => ({
    organizationId: OrganizationId.parse(row.organizationId),
    keyId: row.keyId,
  });
  return [
    ...tokens.map((row) => ({
      ...common(row),
      kind: "refresh_token" as const,
      sealed: row.sealedRefreshToken,
      service: row.service,
    })),
    ...verifying.map((row) => ({
      ...common(row),
      kind: "hook" as const,
      sealed: row.sealedSecret,
      source: row.source,
    })),
    ...signing.map((row) => ({ ...common(row), kind: "endpoint" as const, sealed: row.sealedSecret, id: row.id })),
  ];
}

/** Puts the same secret, sealed anew, in place; false when it was replaced meanwhile. */
export async function putSealedAnew(
  ledger: Ledger,
  secret: SealedSecret,
  anew: { keyId: string; sealed: string },
): Promise<boolean> {
  const { keyId, sealed } = anew;
  const changed = await update();
  return changed.length > 0;

  function update(): Promise<unknown[]> {
    const of = (...conditions: SQL[]) => and(...conditions);
    switch (secret.kind) {
      case "refresh_token":
        return ledger
          .update(grants)
          .set({ keyId, sealedRefreshToken: sealed })
          .where(
            of(
              eq(grants.organizationId, secret.organizationId),
              eq(grants.service, secret.service),
              eq(grants.sealedRefreshToken, secret.sealed),
            ),
          )
          .returning({ id: grants.organizationId });
      case "hook":
        return ledger
          .update(hooks)
          .set({ keyId, sealedSecret: sealed })
          .where(
            of(
              eq(hooks.organizationId, secret.organizationId),
              eq(hooks.source, secret.source),
              eq(hooks.sealedSecret, secret.sealed),
            ),
          )
          .returning({ id: hooks.organizationId });
      case "endpoint":
        return ledger
          .update(endpoints)
          .set({ keyId, sealedSecret: sealed })
          .where(of(eq(endpoints.id, secret.id), eq(endpoints.sealedSecret, secret.sealed)))
          .returning({ id: endpoints.id });
    }
  }
}
