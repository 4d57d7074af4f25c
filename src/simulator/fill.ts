import { accountsFrom } from "./accounts/state.ts";
import { addComment } from "./books/comments.ts";
import { file } from "./books/record.ts";
import { emptyOrganization, fileInvoice, invoiceFrom } from "./books/state.ts";
import { formatMoney } from "./money.ts";
import { accountFrom } from "./payments/state.ts";
import type { SimulatorSeed } from "./seed.ts";
import type { World } from "./world.ts";

/** Puts the world into the state of a seed, with dates relative to now. */
export function fill(world: World, seed: SimulatorSeed): void {
  const now = world.clock.now();
  world.accounts = accountsFrom(seed, now);
  world.payments = new Map(seed.accounts.map((account) => [account.account_id, accountFrom(account)]));
  world.terminals = new Map(
    [...world.payments.values()].flatMap(({ terminals }) => terminals).map((one) => [one.terminal_id, one]),
  );
  world.books = new Map();
  for (const organizationSeed of seed.organizations) {
    const organization = emptyOrganization(organizationSeed);
    world.books.set(organization.organization_id, organization);
    for (const invoiceSeed of organizationSeed.invoices) {
      const invoice = invoiceFrom(invoiceSeed, organizationSeed.time_zone, now);
      fileInvoice(organization, invoice);
      addComment(world, organization, invoice.invoice_id, {
        description: `Invoice created for ${formatMoney(invoice.total, invoice.currency_code)}`,
        by: "Back office",
        type: "system",
        at: invoice.created_at,
      });
      organization.invoicesMade = Math.max(
        organization.invoicesMade,
        Number(/\d+$/.exec(invoice.invoice_number)?.[0] ?? 0),
      );
      if (invoiceSeed.paid === 0) continue;
      file(
        world,
        organization,
        {
          customer_id: invoice.customer_id,
          payment_mode: "cash",
          amount: invoiceSeed.paid,
          bank_charges: 0,
          unused: 0,
          date: invoice.date,
          reference_number: "",
          description: "Paid at the desk",
          account_id: organizationSeed.bank_accounts[0]?.account_id ?? "",
          location_id: organizationSeed.locations[0]?.location_id ?? "",
          targets: [{ invoice, amount: invoiceSeed.paid }],
          at: invoice.created_at + 3_600_000,
        },
        "Back office",
      );
    }
  }
}
