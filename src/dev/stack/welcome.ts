import { relative } from "node:path";
import type { Stack } from "./stack.ts";

/** What `npm start` says when everything runs: where to look and what to do there. */
export function welcome(stack: Stack, tookMs: number): string {
  const { workerUrl, zohoUrl, simulated, notes, seed } = stack;
  const [organization] = seed.organizations;
  const [counter] = organization?.counters ?? [];
  const addresses: [string, string][] = [];
  if (simulated && organization && counter) {
    addresses.push(["Invoices in Zoho Books", `${zohoUrl}/books/${organization.organization_id}/invoices`]);
    addresses.push([`The terminal of ${counter.name}`, `${zohoUrl}/terminal/${counter.terminal_id}`]);
    addresses.push(["All terminals, faults, clock", zohoUrl]);
  } else if (organization) {
    const query = `organization_id=${organization.organization_id}&invoice_number=…`;
    addresses.push(["Collect an invoice", `${workerUrl}/collect?${query}`]);
    addresses.push(["Zoho look-alike", zohoUrl]);
  }
  addresses.push(["Today's payments, for staff", `${workerUrl}/collections`]);
  addresses.push(["The API, described", `${workerUrl}/openapi.json`]);
  const width = Math.max(...addresses.map(([what]) => what.length));
  return [
    "",
    `Collect via POS is ready (${(tookMs / 1_000).toFixed(1)} s).`,
    "",
    ...addresses.map(([what, url]) => `  ${what.padEnd(width)}   ${url}`),
    "",
    ...(simulated ? STORY : []),
    ...otherSoftware(stack),
    ...(organization ? [`API key of organization ${organization.organization_id}: ${organization.api_key}`] : []),
    `State and the Worker's log are in ${relative(process.cwd(), stack.folder) || "."}/ and are kept for the next start.`,
    ...notes,
    "",
    "Ctrl-C stops everything.",
  ].join("\n");
}

/** How a shop collects that bills outside Zoho: there is no button to press, so here is what its software sends. */
function otherSoftware({ workerUrl, zohoUrl, simulated, seed }: Stack): string[] {
  const shop = seed.organizations.find(({ product }) => product === "external");
  const [counter] = shop?.counters ?? [];
  if (shop?.product !== "external" || !counter) return [];
  const body = {
    organization_id: shop.organization_id,
    invoice_number: "1001",
    amount: "249.50",
    counter_id: counter.id,
    payment_method: "upi",
  };
  return [
    `${shop.name} bills with other software, which sends this${simulated ? `; ${counter.name} is ${zohoUrl}/terminal/${counter.terminal_id}` : ""}:`,
    "",
    `  curl -X POST ${workerUrl}/api/v1/collections -H "authorization: Bearer ${shop.api_key}" \\`,
    `    -H "content-type: application/json" -H "idempotency-key: bill-1001" \\`,
    `    -d '${JSON.stringify(body)}'`,
    "",
  ];
}

const STORY = [
  "Open an invoice and click Collect via POS, choose a counter, Send to terminal. Then, on that counter's",
  "terminal, tap Fetch Payments and pay: the page says paid, and so does the invoice.",
  "",
];
