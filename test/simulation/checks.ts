import { type AttentionReason, Collection, type HistoryEntry, Status } from "../../src/collection/collection.ts";
import { FOLLOWS } from "../../src/collection/testing.ts";
import { collectionEvents, collections } from "../../src/ledger/schema.ts";
import type { Payment, SessionView } from "../../src/simulator/index.ts";
import { terminalName } from "../../src/terminal/rpc.ts";
import type { World } from "../world/world.ts";
import { checkPolls } from "./check-polls.ts";
import type { People } from "./people.ts";

export interface Broken {
  promise: string;
  what: string;
  collection: string | null;
}

export interface Story {
  collection: Collection;
  history: HistoryEntry[];
}

/** What a day was like that bears on what may be asked of it. */
export interface Weather {
  /** Nothing went wrong at all. */
  calm: boolean;
  swept: boolean;
  /** Webhooks told of payments. */
  hinted: boolean;
  /** How often an object's clock jumped. */
  jumps: number;
}

/**
 * Holds every promise against what the simulated Zoho saw. Our own tables are believed in one thing only: what they
 * claim about themselves (statuses, history), which is compared with Zoho's truth.
 */
export async function check(
  world: World,
  people: People,
  weather: Weather,
): Promise<{ broken: Broken[]; stories: Map<string, Story> }> {
  const broken: Broken[] = [];
  const stories = await read(world);
  const say = (promise: string, what: string, collection: string | null = null): void => {
    broken.push({ promise, what, collection });
  };

  for (const shop of world.seed.organizations) {
    const account = world.zoho.payments(shop.payments_account_id);
    const books = world.zoho.books(shop.organization_id);
    const sessions = new Map<string, SessionView[]>();
    for (const session of account.sessions()) {
      const id = session.meta_data.collection_id ?? "";
      sessions.set(id, [...(sessions.get(id) ?? []), session]);
      if (!stories.has(id)) say("P8", `Zoho has a session of ${id}, the ledger does not know it`, id);
    }
    const payments = new Map(account.payments().map((payment) => [payment.id, payment]));

    for (const record of books.customerPayments()) {
      if (!payments.has(record.reference_number)) continue;
      const payment = payments.get(record.reference_number);
      if (payment) checkRecord(record, payment, stories, say);
    }
    for (const payment of payments.values()) {
      if (payment.status !== "succeeded" || payment.session_id === null) continue;
      const id = payment.meta_data.find((pair) => pair.key === "collection_id")?.value ?? "";
      const records = books.customerPayments({ reference_number: payment.id });
      if (records.length > 1) say("P1", `payment ${payment.id} is recorded ${records.length} times`, id);
      const story = stories.get(id);
      if (records.length === 0 && story && !isShown(story.collection)) {
        say("P1", `payment ${payment.id} is neither recorded nor shown; status ${story.collection.status}`, id);
      }
      if (records.length === 1 && story && story.collection.status !== "recorded" && !isShown(story.collection)) {
        say("P1", `payment ${payment.id} is recorded, the collection says ${story.collection.status}`, id);
      }
    }
    for (const [id, mine] of sessions) checkSessions(id, mine, stories.get(id), payments, say);
    checkTerminals(account.sessions(), say);
  }
  for (const story of stories.values()) {
    checkStory(story, weather.swept, say);
    const { id, organizationId, terminalId, status, attention } = story.collection;
    const asksAgain = world.terminals.get(terminalName(organizationId, terminalId))?.armedAt ?? null;
    if (status === "unresolved" && !attention && asksAgain === null) say("P5", "unresolved, and never asked again", id);
  }
  checkInvoices(stories, weather.jumps > 0 ? CLOCKS_DIFFER : 0, say);
  checkPolls(world, stories, weather, say);
  for (const told of people.told.values()) {
    if (told.ids.size > 1) say("P7", `key ${told.key} was answered with ${[...told.ids].join(" and ")}`);
  }
  return { broken, stories };
}

export type Say = (promise: string, what: string, collection?: string | null) => void;

/**
 * Shown to a human with what must be known: a reason for attention, or closed by a human's own word. "No answer in 48
 * hours" is not enough where Zoho had one to give.
 */
function isShown({ attention, resolution }: Collection): boolean {
  return (attention !== null && attention.reason !== "checks_ended") || resolution?.outcome === "paid";
}

function checkRecord(
  record: { payment_id: string; amount: number; reference_number: string; invoices: { invoice_id: string }[] },
  payment: Payment,
  stories: Map<string, Story>,
  say: Say,
): void {
  const id = payment.meta_data.find((pair) => pair.key === "collection_id")?.value ?? null;
  const story = id === null ? undefined : stories.get(id);
  if (payment.status !== "succeeded")
    say("P2", `recorded ${record.payment_id} for a payment that ${payment.status}`, id);
  if (record.amount !== payment.amount) say("P2", `recorded ${record.amount}, taken ${payment.amount}`, id);
  const elsewhere = record.invoices.filter((line) => line.invoice_id !== story?.collection.invoiceId);
  if (elsewhere.length > 0) say("P2", `recorded on invoice ${elsewhere[0]?.invoice_id}`, id);
}

function checkSessions(
  id: string,
  mine: SessionView[],
  story: Story | undefined,
  payments: Map<string, Payment>,
  say: Say,
): void {
  if (mine.length > 1) say("P4", `${mine.length} sessions were created for one collection`, id);
  const taken = mine.some((session) =>
    session.payment_ids.some((payment) => payments.get(payment)?.status === "succeeded"),
  );
  const status = story?.collection.status;
  if (taken && (status === "failed" || status === "cancelled")) say("P3", `${status}, and money was taken`, id);
  // A human's closing word and an answered failure are the only ways to these while a session exists.
  const answered = mine.every((session) => session.status === "failed");
  if (status === "failed" && !answered)
    say("P3", `failed without Zoho saying so: the session is ${mine[0]?.status}`, id);
}

function checkTerminals(sessions: SessionView[], say: Say): void {
  const last = new Map<string, SessionView>();
  for (const session of [...sessions].sort((a, b) => a.created_at - b.created_at)) {
    const before = last.get(session.terminal_id);
    const ended = before?.ended_at ?? null;
    if (before && (ended === null || ended > session.created_at) && before.created_at + 180_000 > session.created_at) {
      say("P4", `terminal ${session.terminal_id} had two active sessions`, session.meta_data.collection_id ?? null);
    }
    last.set(session.terminal_id, session);
  }
}

/** Zoho's word for a terminal that has a session already: it is never to hear of a second one from us. */
const BUSY = "session_already_active";

/** What waits only for Books, which has been there for two days. */
const ENDS_BY_ITSELF = new Set<AttentionReason | undefined>([
  "books_daily_limit",
  "books_access_refused",
  "books_not_answering",
]);

const FINAL = new Set<Status>(["recorded", "failed", "cancelled"]);

function checkStory({ collection, history }: Story, swept: boolean, say: Say): void {
  // Without the sweep nobody tells a terminal what it was never told.
  if (!swept && collection.status === "queued" && history.length === 1) return;
  const { id, status, task } = collection;
  if (status === "queued" || status === "sending" || status === "in_progress")
    say("P5", `still ${status} at the end`, id);
  if (collection.failure?.code === BUSY) say("P4", "sent to a terminal that still had a session of ours", id);
  if (status === "succeeded" && !collection.attention) say("P5", "paid, not recorded, and nobody is told", id);
  if (status === "succeeded" && ENDS_BY_ITSELF.has(collection.attention?.reason))
    say("P5", `paid, not recorded, and still ${collection.attention?.reason}`, id);
  if (FINAL.has(status) && task !== null) say("P5", `${status} and still ${task.kind}ing`, id);
  history.forEach((entry, index) => {
    if (entry.seq !== index + 1) say("P8", `history has a gap before line ${entry.seq}`, id);
    const before = history[index - 1]?.status ?? "queued";
    if (before !== entry.status && !FOLLOWS[before].includes(entry.status)) {
      say("P8", `history leaps from ${before} to ${entry.status}`, id);
    }
  });
  const last = history.at(-1);
  if (last?.seq !== collection.seq)
    say("P8", `history ends at line ${last?.seq}, the collection at ${collection.seq}`, id);
  if (last && last.status !== status) say("P8", `history ends as ${last.status}, the collection is ${status}`, id);
}

const HOLDING = new Set<Status>(["queued", "sending", "in_progress", "succeeded"]);

/** Holds of one invoice, each from when its terminal surely had it: a collection is created before it is inserted. */
function checkInvoices(stories: Map<string, Story>, clocksDiffer: number, say: Say): void {
  const spans = new Map<string, { id: string; from: number; to: number }[]>();
  for (const { collection, history } of stories.values()) {
    const left = history.find((entry) => !HOLDING.has(entry.status));
    const from = history[1]?.at ?? collection.createdAt + CLOCKS_DIFFER;
    const span = { id: collection.id, from, to: left?.at ?? Number.POSITIVE_INFINITY };
    spans.set(collection.invoiceId, [...(spans.get(collection.invoiceId) ?? []), span]);
  }
  for (const [invoice, list] of spans) {
    list.sort((a, b) => a.from - b.from);
    let free = Number.NEGATIVE_INFINITY;
    for (const { id, from, to } of list) {
      if (Math.min(free, to) > from + clocksDiffer) say("P4", `invoice ${invoice} had two open collections`, id);
      free = Math.max(free, to);
    }
  }
}

/** The Worker and the terminal's object may disagree by this about the time, on a day when clocks jump. */
const CLOCKS_DIFFER = 100_000;

async function read(world: World): Promise<Map<string, Story>> {
  const rows = await world.ledger.calm.select().from(collections);
  const events = await world.ledger.calm.select().from(collectionEvents).orderBy(collectionEvents.seq);
  const stories = new Map<string, Story>();
  for (const row of rows) stories.set(row.id, { collection: Collection.parse(JSON.parse(row.document)), history: [] });
  for (const { collectionId, ...entry } of events) {
    stories.get(collectionId)?.history.push({ ...entry, status: Status.parse(entry.status) });
  }
  return stories;
}
