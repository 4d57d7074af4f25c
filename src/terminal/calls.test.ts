import { expect, test } from "vitest";
import { newborn } from "../collection/testing.ts";
import type { OrganizationRpc } from "../organization/rpc.ts";
import type { PaymentsClient } from "../zoho/payments/client.ts";
import { Calls } from "./calls.ts";

const go = {
  kind: "go" as const,
  accessToken: "token",
  expiresAt: 1e15,
  baseUrl: "",
  accountId: "1",
  pollGap: 5_000,
  gapUntil: 1e15,
};

function calls(given: Partial<OrganizationRpc>, payments: Partial<PaymentsClient>, now: () => number): Calls {
  return new Calls({
    terminalId: "TRM001",
    organization: given as OrganizationRpc,
    payments: payments as PaymentsClient,
    billing: () => {
      throw new RangeError("a time that no calendar has");
    },
    clock: { now, within: () => Promise.resolve() },
  });
}

test("P1: a mistake of ours in a call is an answer nobody got, not the end of the terminal's work", async () => {
  const call = { call: "look", paymentId: "7", readBalance: false } as never;
  expect(await calls({}, {}, () => 0).make(newborn(), call)).toMatchObject({
    call: "look",
    answer: { kind: "ambiguous", detail: "a time that no calendar has" },
  });
});

test("P4: a create that was let in too late does not leave, for its session would outlive what is reckoned", async () => {
  let now = 0;
  let created = 0;
  const slow = async () => {
    now += 12_000;
    return go;
  };
  const createSession: PaymentsClient["createSession"] = async () => {
    created += 1;
    return { kind: "refused", status: 400, code: "x", message: "" };
  };
  const make = () => calls({ payments: slow }, { createSession }, () => now);
  const late = await make().make(newborn(0, { sentAt: 10_000 }), { call: "create" });
  expect(late.answer).toMatchObject({ kind: "not_sent", retryAt: 12_000 });
  expect(created).toBe(0);
  await make().make(newborn(0, { sentAt: 30_000 }), { call: "create" });
  expect(created).toBe(1);
});
