import { askCancel, askCheck, askRetryRecording, resolve } from "./by-human.ts";
import type { Collection } from "./collection.ts";
import { change, type Decision, task, unchanged } from "./decision.ts";
import type { CollectionEvent } from "./events.ts";
import { onAcknowledged, onOverdue } from "./on-acknowledged.ts";
import { onCreate } from "./on-create.ts";
import { onHint, onRefund } from "./on-notice.ts";
import { onLook, onRecord } from "./on-recording.ts";
import { onReread } from "./on-reread.ts";
import { onFind, onRetrieve } from "./on-session.ts";

/**
 * The whole life of a collection: an event comes, the next state and the history that explains it follow. Pure; times
 * are epoch milliseconds. An answer to an older call than the newest is dropped: the row has moved on since.
 */
export function decide(collection: Collection, event: CollectionEvent, now: number): Decision {
  switch (event.type) {
    case "taken":
      if (collection.status !== "queued") return unchanged(collection);
      return change(
        collection,
        now,
        { status: "sending", takenAt: now, task: task("create", now) },
        { reason: "terminal_free", detail: `sending to ${collection.terminalId}` },
      );
    case "told_late":
      if (collection.status !== "queued") return unchanged(collection);
      return change(
        collection,
        now,
        { status: "failed", failure: { code: "not_sent", message: "It was never sent to the terminal." } },
        { reason: "not_sent", detail: "the terminal was told of it too late to start it" },
      );
    case "answered":
      return event.callNumber === collection.calls ? answered(collection, event, now) : unchanged(collection);
    case "cancel_asked":
      return askCancel(collection, event.by, now);
    case "check_asked":
      return askCheck(collection, event.by, now);
    case "retry_recording_asked":
      return askRetryRecording(collection, event, now);
    case "resolved":
      return resolve(collection, event, now);
    case "hinted":
      return onHint(collection, now);
    case "acknowledged":
      return onAcknowledged(collection, event, now);
    case "acknowledge_overdue":
      return onOverdue(collection, now);
    case "refund_seen":
      return onRefund(collection, event, now);
  }
}

function answered(
  collection: Collection,
  event: Extract<CollectionEvent, { type: "answered" }>,
  now: number,
): Decision {
  switch (event.call) {
    case "create":
      return onCreate(collection, event.answer, now);
    case "find":
      return onFind(collection, event.answer, now);
    case "poll":
      return onRetrieve(collection, event.answer, event.gap, now);
    case "look":
      return onLook(collection, event.answer, now);
    case "record":
      return onRecord(collection, event.answer, now);
    case "comment":
      return event.answer.kind === "ok"
        ? unchanged(collection)
        : change(collection, now, {}, { reason: "comment_not_made", detail: "the payment itself is recorded" });
    case "reread":
      return onReread(collection, event.answer, now);
  }
}
