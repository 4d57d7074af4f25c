import type { Collection } from "./collection.ts";
import { change, type Decision, task } from "./decision.ts";
import type { Call } from "./events.ts";
import { afterRecord } from "./on-reread.ts";
import { CALL_TIMEOUT, gap, LEAVES_WITHIN, nextOnGrid, POLL_GAP } from "./schedule.ts";

/**
 * The intent: what must be stored before the due call leaves, and the call. The stored task is already what to do if
 * no answer ever comes: after a create, look for it; after a post to Books, look for it; never simply again.
 * Null when nothing is due. `pollGap` is the gap the organization's pacing allows, in ms.
 */
export function begin(collection: Collection, now: number, pollGap: number): (Decision & { call: Call }) | null {
  const due = collection.task;
  if (!due || due.kind === "acknowledge" || due.dueAt > now) return null;
  const calls = { calls: collection.calls + 1, calledAt: now };
  const after = now + CALL_TIMEOUT[due.kind] + 1_000;
  const leave = (call: Call, patch: Partial<Collection>) => ({
    ...change(collection, now, { ...calls, ...patch }),
    call,
  });

  switch (due.kind) {
    case "create":
      return leave({ call: "create" }, { sentAt: now + LEAVES_WITHIN, task: task("find", after) });
    case "find":
      return leave(
        { call: "find" },
        { task: task("find", after + gap("find", due.tries, collection.id), due.tries + 1) },
      );
    case "poll": {
      if (collection.sessionId === null) return null;
      const next = nextOnGrid(collection.pollBase ?? now, Math.max(pollGap, POLL_GAP), now);
      return leave({ call: "poll", sessionId: collection.sessionId }, { task: task("poll", next, due.tries) });
    }
    case "recheck": {
      const next = task("recheck", after + gap("recheck", due.tries, collection.id), due.tries + 1);
      const { sessionId } = collection;
      const retrieve = sessionId !== null && due.tries % 2 === 0;
      return leave(retrieve ? { call: "poll", sessionId } : { call: "find" }, { task: next });
    }
    case "look": {
      const paymentId = collection.payment?.id;
      if (!paymentId) return null;
      const { readBalance } = collection.recording;
      const wait = gap("look", due.tries, collection.id);
      return leave({ call: "look", paymentId, readBalance }, { task: task("look", after + wait, due.tries + 1) });
    }
    case "record": {
      const payment = collection.payment;
      if (!payment?.id) return null;
      const { recording } = collection;
      return leave(
        { call: "record", paymentId: payment.id, applied: recording.applied, paidAt: payment.paidAt },
        {
          recording: { ...recording, posts: recording.posts + 1, postedAt: now + LEAVES_WITHIN, uncertain: true },
          task: task("look", after + 2_000, due.tries),
        },
      );
    }
    case "comment": {
      const paymentId = collection.payment?.id;
      // At most once: a comment that may have been made is not made again.
      return paymentId ? leave({ call: "comment", paymentId }, { task: afterRecord(collection, now) }) : null;
    }
    case "reread": {
      const paymentId = collection.payment?.id;
      if (!paymentId) return null;
      const wait = gap("reread", due.tries, collection.id);
      return leave(
        // What a person recorded bears another reference: then only the invoice can tell.
        { call: "reread", paymentId, readBalance: collection.resolution !== null },
        { task: task("reread", after + wait, due.tries + 1) },
      );
    }
  }
}
