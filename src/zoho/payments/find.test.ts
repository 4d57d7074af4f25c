import { expect, test } from "vitest";
import { newborn } from "../../collection/testing.ts";
import type { Transport } from "../transport.ts";
import { paymentsClient } from "./client.ts";

const mine = newborn();
const access = { baseUrl: "https://payments.test", accountId: "1" as never, accessToken: "token" };
const payment = (collection: string) => ({
  payment_id: "9",
  payments_session_id: "8",
  status: "succeeded",
  meta_data: [{ key: "collection_id", value: collection }],
});

/** A list of so many pages, with ours on one of them. */
function search(pages: number, ourPage: number | null) {
  const asked: number[] = [];
  const transport: Transport = async ({ url }) => {
    const page = Number(new URL(url).searchParams.get("page"));
    asked.push(page);
    const payments = [payment("col_99999999999999999999"), ...(page === ourPage ? [payment(mine.id)] : [])];
    const body = { code: 0, message: "success", payments, page_context: { has_more_page: page < pages } };
    return { kind: "response", status: 200, header: () => null, text: JSON.stringify(body) };
  };
  return { asked, found: paymentsClient(transport, () => 0).findPayments(access, mine) };
}

test("P6: a search ends on the page that has ours, and on the last one", async () => {
  const [early, last] = [search(9, 2), search(3, null)];
  expect((await early.found).kind).toBe("ok");
  expect(early.asked).toEqual([1, 2]);
  expect((await last.found).kind).toBe("ok");
  expect(last.asked).toEqual([1, 2, 3]);
});

test("P3: a search that could not read to the end has not found that there is nothing", async () => {
  const endless = search(9, null);
  expect(await endless.found).toMatchObject({ kind: "ambiguous" });
  expect(endless.asked).toHaveLength(5);
});
