import { z } from "zod";
import type { Call } from "./calls.ts";

/** A status an answer with a body may have. */
const status = z
  .number()
  .int()
  .min(200)
  .max(599)
  .refine((code) => ![204, 205, 304].includes(code), "this status has no body");

const filter = {
  /** "accounts", "payments" or "books" (Books and Invoice). */
  service: z.enum(["accounts", "payments", "books"]).optional(),
  /** A route name such as "payments.create". */
  route: z.string().optional(),
  /** A Books/Invoice organization id or a Payments account id. */
  organization: z.string().optional(),
  terminal: z.string().optional(),
  /** Chance per matching call, 0 to 1; 1 when absent. */
  probability: z.number().min(0).max(1).optional(),
  /** The rule is spent after firing this often. */
  times: z.number().int().positive().optional(),
  /** Epoch milliseconds from which, and until which, the rule holds. */
  from: z.number().optional(),
  until: z.number().optional(),
};

/** "before": the request has no effect. "after": it was carried out, and only the answer suffers. */
const when = z.enum(["before", "after"]).optional();

/** A rule of what goes wrong. Filters that are absent match every call. */
export const faultShape = z.discriminatedUnion("kind", [
  /** Waits; before the effect unless `when` says after. Delays add up with one another and with another fault. */
  z.object({ kind: z.literal("delay"), ms: z.number().int().nonnegative(), when, ...filter }),
  /** The connection is cut, without (before) or with (after) the effect. */
  z.object({ kind: z.literal("drop_before"), ...filter }),
  z.object({ kind: z.literal("drop_after"), ...filter }),
  /** Another HTTP status, with a JSON body; without effect unless `when` says after. */
  z.object({
    kind: z.literal("status"),
    status,
    body: z.unknown().optional(),
    when,
    ...filter,
  }),
  /** A proxy's HTML error page (502 unless told); without effect unless `when` says after. */
  z.object({ kind: z.literal("html"), status: status.optional(), when, ...filter }),
  /** The first half of the answer's body; with effect unless `when` says before. */
  z.object({ kind: z.literal("truncated"), when, ...filter }),
  /** HTTP 200 and bytes that are no JSON; with effect unless `when` says before. */
  z.object({ kind: z.literal("garbage"), when, ...filter }),
  /** No answer at all; without effect unless `when` says after. */
  z.object({ kind: z.literal("hang"), when, ...filter }),
  /** The status field of the answer holds a word nobody documented. */
  z.object({ kind: z.literal("unknown_status"), ...filter }),
  /** The amount of the answer is ₹1.00 more than it is. */
  z.object({ kind: z.literal("wrong_amount"), ...filter }),
]);

export type FaultRule = z.infer<typeof faultShape>;
export type ActiveFault = { id: number; fired: number; rule: FaultRule };

/** The verdict on one call: milliseconds to wait on either side, and at most one other fault. */
export type Verdict = { delayBefore: number; delayAfter: number; fault: Exclude<FaultRule, { kind: "delay" }> | null };

export type FaultList = {
  /** Adds a rule and returns its id. Earlier rules are asked first; the first that fires decides (delays all count). */
  add(rule: FaultRule): number;
  remove(id: number): boolean;
  clear(): void;
  list(): ActiveFault[];
  judge(call: Call, now: number): Verdict;
};

const NOTHING: Verdict = { delayBefore: 0, delayAfter: 0, fault: null };

/** Rules are asked with the injected randomness, drawn only when a rule matches and is not certain. */
export function createFaultList(random: () => number): FaultList {
  let rules: ActiveFault[] = [];
  let lastId = 0;

  const fires = ({ rule, fired }: ActiveFault, call: Call, now: number): boolean =>
    (rule.times === undefined || fired < rule.times) &&
    (rule.service === undefined || rule.service === call.service) &&
    (rule.route === undefined || rule.route === call.route) &&
    (rule.organization === undefined || rule.organization === call.organization) &&
    (rule.terminal === undefined || rule.terminal === call.terminal) &&
    (rule.from === undefined || now >= rule.from) &&
    (rule.until === undefined || now < rule.until) &&
    (rule.probability === undefined || rule.probability >= 1 || random() < rule.probability);

  return {
    add(rule) {
      lastId += 1;
      rules.push({ id: lastId, fired: 0, rule });
      return lastId;
    },
    remove(id) {
      const before = rules.length;
      rules = rules.filter((active) => active.id !== id);
      return rules.length < before;
    },
    clear() {
      rules = [];
    },
    list: () => rules.map((active) => ({ ...active })),
    judge(call, now) {
      if (rules.length === 0) return NOTHING;
      const verdict: Verdict = { delayBefore: 0, delayAfter: 0, fault: null };
      for (const active of rules) {
        const { rule } = active;
        if ((rule.kind !== "delay" && verdict.fault !== null) || !fires(active, call, now)) continue;
        active.fired += 1;
        if (rule.kind !== "delay") verdict.fault = rule;
        else if (rule.when === "after") verdict.delayAfter += rule.ms;
        else verdict.delayBefore += rule.ms;
      }
      return verdict;
    },
  };
}
