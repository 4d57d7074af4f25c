/** A deliberate fault in our own code, and the promise it must be seen to break. */
export interface Mutant {
  name: string;
  promise: string;
  /** Below src/. */
  file: string;
  find: string;
  replace: string;
}

/** Proof that the checks can fail: the simulation must catch every one of these. */
export const MUTANTS: Mutant[] = [
  {
    name: "records again without looking after no answer",
    promise: "P1",
    file: "collection/on-recording.ts",
    find: 'task: task("look", now + gap("look", 0, collection.id))',
    replace: 'task: task("record", now + gap("look", 0, collection.id))',
  },
  {
    name: "records again without looking after a crash",
    promise: "P1",
    file: "collection/begin.ts",
    find: 'task: task("look", after + 2_000, due.tries)',
    replace: 'task: task("record", after + 2_000, due.tries)',
  },
  {
    name: "takes a first look for proof that a post never arrived",
    promise: "P1",
    file: "collection/schedule.ts",
    find: "BOOKS_SETTLES_WITHIN = 60 * SECOND",
    replace: "BOOKS_SETTLES_WITHIN = 0",
  },
  {
    name: "stops asking once past the deadline",
    promise: "P1",
    file: "collection/schedule.ts",
    find: "RECHECK_FOR = 48 * HOUR",
    replace: "RECHECK_FOR = 0",
  },
  {
    name: "takes an outage of two days for Zoho's last word",
    promise: "P1",
    file: "collection/on-session.ts",
    find: "if (!heard || dueAt <",
    replace: "if (dueAt <",
  },
  {
    name: "stops asking once a human has closed it",
    promise: "P1",
    file: "collection/by-human.ts",
    find: 'task: collection.status === "unresolved" ? collection.task : null',
    replace: "task: null",
  },
  {
    name: "records whatever amount Zoho confirms",
    promise: "P2",
    file: "collection/match.ts",
    find: "if (session.amount !== collection.amount) {",
    replace: "if (session.amount < 0) {",
  },
  {
    name: "takes a declined payment for a taken one",
    promise: "P2",
    file: "collection/on-session.ts",
    find: 'if (session?.status === "failed") return failed(collection, session, now);',
    replace:
      'if (session?.status === "failed") return succeeded(collection, { ...session, payments: session.payments.map((p) => ({ ...p, status: "succeeded" })) }, now);',
  },
  {
    name: "calls an unanswered create failed",
    promise: "P3",
    file: "collection/on-create.ts",
    find: '    case "ambiguous":',
    replace: '    case "ambiguous":\n      return fail(collection, now, "timeout", "no answer");',
  },
  {
    name: "calls no answer in time failed",
    promise: "P3",
    file: "collection/on-session.ts",
    find: '{ status: "unresolved", recheckSince: now,',
    replace: '{ status: "failed", failure: { code: "timeout", message: "" }, recheckSince: now,',
  },
  {
    name: "takes a wish to cancel for its fulfilment",
    promise: "P3",
    file: "collection/by-human.ts",
    find: "const sent = collection.sentAt !== null;",
    replace: "const sent = false;",
  },
  {
    name: "lets two sessions run on one terminal",
    promise: "P4",
    file: "terminal/store.ts",
    find: "if (holdsTerminal(collection.status)) return true;",
    replace: "if (holdsTerminal(collection.status)) return false;",
  },
  {
    name: "frees the terminal before the session is over",
    promise: "P4",
    file: "collection/schedule.ts",
    find: "GRACE = 2 * MINUTE",
    replace: "GRACE = -170 * SECOND",
  },
  {
    name: "has no unique open collection per invoice",
    promise: "P4",
    file: "ledger/collections.ts",
    find: "holdsInvoice: collection.holdsInvoice ? 1 : 0",
    replace: "holdsInvoice: 0",
  },
  {
    name: "stores no next step before a call leaves",
    promise: "P5",
    file: "collection/begin.ts",
    find: '{ sentAt: now + LEAVES_WITHIN, task: task("find", after) }',
    replace: "{ sentAt: now + LEAVES_WITHIN, task: null }",
  },
  {
    name: "never sweeps",
    promise: "P5",
    file: "sweep.ts",
    find: "for (const one of silent) await",
    replace: "for (const one of [] as typeof silent) await",
  },
  {
    name: "polls again while a poll is under way",
    promise: "P6",
    file: "terminal/terminal.ts",
    find: "if (due && !this.underWay.has(id)) this.start(id, now);",
    replace: "if (due) this.start(id, now);",
  },
  {
    name: "polls as soon as a poll is answered",
    promise: "P6",
    file: "collection/schedule.ts",
    find: "return base + Math.ceil((now + every / 2 - base) / every) * every;",
    replace: "return now + 500;",
  },
  {
    name: "polls five seconds after each answer, and so falls behind",
    promise: "P6",
    file: "collection/schedule.ts",
    find: "return base + Math.ceil((now + every / 2 - base) / every) * every;",
    replace: "return now + every;",
  },
  {
    name: "polls twice as often as Zoho asks",
    promise: "P6",
    file: "collection/schedule.ts",
    find: "return base + Math.ceil((now + every / 2 - base) / every) * every;",
    replace: "return base + Math.ceil((now + every / 4 - base) / (every / 2)) * (every / 2);",
  },
  {
    name: "asks Zoho for as much as is wanted at once",
    promise: "P6",
    file: "organization/window.ts",
    find: "const over = window.used(now) + more - limit;",
    replace: "const over = 0;",
  },
  {
    name: "forgets idempotency keys",
    promise: "P7",
    file: "http/collections/start.ts",
    find: "const { organizationId, counterId, idempotencyKey, acknowledgeUnresolved } = request;",
    replace:
      "const { organizationId, counterId, acknowledgeUnresolved } = request; const idempotencyKey = request.idempotencyKey + deps.now();",
  },
  {
    name: "takes history for told that the ledger refused",
    promise: "P8",
    file: "terminal/teller.ts",
    find: "this.failures += 1;",
    replace: "this.failures += 1;\n        this.store.markTold(this.whom, news);",
  },
  {
    name: "changes status without a line of history",
    promise: "P8",
    file: "collection/decision.ts",
    find: "if (!line) return { collection: next, history: [] };",
    replace: 'if (!line || line.reason === "paid") return { collection: next, history: [] };',
  },
  {
    name: "sends a collection's events as each is ready, not in their order",
    promise: "P5",
    file: "notifier/store.ts",
    find: "group by endpoint_id, lane",
    replace: "group by endpoint_id, lane, place",
  },
  {
    name: "forgets a delivery whose answer did not come",
    promise: "P5",
    file: "notifier/notifier.ts",
    find: "const over = delivery.once ||",
    replace: "const over = true ||",
  },
  {
    name: "counts a refund that is told twice twice",
    promise: "P9",
    file: "collection/on-notice.ts",
    find: "if (collection.refundIds.includes(event.refundId)) return unchanged(collection);",
    replace: "",
  },
  {
    name: "calls nobody to a refund that Books does not show",
    promise: "P5",
    file: "collection/on-reread.ts",
    find: "return change(collection, now, { attention, refundHeardAt: null, task: null }, line);\n}\n\nfunction agreed",
    replace: "return change(collection, now, { refundHeardAt: null, task: null }, line);\n}\n\nfunction agreed",
  },
  {
    name: "lets a collection start twice for what a workflow rule told twice",
    promise: "P7",
    file: "http/hooks/books/carry-out.ts",
    find: "`hook:books:$",
    replace: "delivery.id + `:$",
  },
];
