import { readFile } from "node:fs/promises";
import { z } from "zod";
import { CounterId, OrganizationId, PaymentsAccountId, TerminalId } from "../../collection/ids.ts";

const text = z.string().trim().min(1, "must not be empty");
const client = z.object({ id: text, secret: text });
const apiKey = z.string().regex(/^[\x21-\x7e]{8,200}$/, "must be 8 to 200 printable characters without spaces");

const counter = z.object({ id: CounterId, name: text.max(100), terminal_id: TerminalId });

const common = {
  organization_id: OrganizationId,
  payments_account_id: PaymentsAccountId,
  api_key: apiKey,
  counters: z.array(counter),
};

const organization = z
  .discriminatedUnion("product", [
    z.object({
      ...common,
      product: z.enum(["books", "invoice"]),
      refresh_tokens: z.object({ books: text, payments: text }),
    }),
    /** It bills outside Zoho, which therefore knows neither its name nor its people. */
    z.object({
      ...common,
      product: z.literal("external"),
      name: text.max(60),
      administrators: z
        .array(z.object({ zoho_user_id: z.string().regex(/^\d{1,32}$/, "must be digits"), name: text.max(100) }))
        .default([]),
      refresh_tokens: z.object({ payments: text }),
    }),
  ])
  .superRefine(({ counters }, context) => {
    for (const field of ["id", "name", "terminal_id"] as const) {
      distinct(counters, (one) => one[field], ["counters"], field, context);
    }
  });

/** What connects the stack to a Zoho look-alike at once: clients, organizations, tokens, API keys and counters. */
export const Seed = z.object({
  clients: z.object({ books: client, payments: client }),
  organizations: z
    .array(organization)
    .min(1, "must hold at least one organization")
    .superRefine((organizations, context) => {
      distinct(organizations, (one) => one.organization_id, [], "organization_id", context);
      distinct(organizations, (one) => one.api_key, [], "api_key", context);
    }),
});
export type Seed = z.infer<typeof Seed>;

function distinct<T>(
  list: readonly T[],
  value: (one: T) => string,
  path: string[],
  field: string,
  context: z.RefinementCtx,
): void {
  list.forEach((one, index) => {
    if (list.findIndex((other) => value(other) === value(one)) === index) return;
    context.addIssue({ code: "custom", path: [...path, index, field], message: "is there twice" });
  });
}

/** Reads a seed file. Throws one error that names the file and every field that is missing or wrong. */
export async function readSeed(file: string): Promise<Seed> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    throw new Error(code === "ENOENT" ? `${file}: there is no such file` : `${file} cannot be read (${code})`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Error(`${file} is not JSON: ${error instanceof Error ? error.message : error}`);
  }
  return parseSeed(value, file);
}

/** Checks a seed; `from` names it in the error. */
export function parseSeed(value: unknown, from: string): Seed {
  const seed = Seed.safeParse(value);
  if (seed.success) return seed.data;
  const problems = seed.error.issues.map(({ path, message }) => `  ${dotted(path) || "the whole"}: ${message}`);
  throw new Error(`${from} is not a seed:\n${problems.join("\n")}`);
}

/** `organizations[0].counters[1].id` */
const dotted = (path: readonly PropertyKey[]): string =>
  path
    .map((step) => (typeof step === "number" ? `[${step}]` : `.${String(step)}`))
    .join("")
    .replace(/^\./, "");
