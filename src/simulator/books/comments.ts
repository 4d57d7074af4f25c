import { dayOf, timeOf } from "../dates.ts";
import type { World } from "../world.ts";
import { type Comment, type Organization, push } from "./state.ts";

/** Adds to an invoice's comments & history. */
export function addComment(
  world: World,
  organization: Organization,
  invoiceId: string,
  said: { description: string; by: string; type: Comment["type"]; at?: number },
): Comment {
  const by = world.accounts.users.get(said.by);
  const comment: Comment = {
    comment_id: world.ids.books(),
    invoice_id: invoiceId,
    description: said.description,
    by: by?.name ?? said.by,
    by_id: by?.id ?? "",
    type: said.type,
    at: said.at ?? world.clock.now(),
  };
  push(organization.comments, invoiceId, comment);
  world.changed();
  return comment;
}

/** A comment as `GET /invoices/{id}/comments` shows it. */
export function commentObject(comment: Comment, zone: string): Record<string, unknown> {
  return {
    comment_id: comment.comment_id,
    invoice_id: comment.invoice_id,
    description: comment.description,
    commented_by_id: comment.by_id,
    commented_by: comment.by,
    comment_type: comment.type,
    operation_type: "Added",
    date: dayOf(comment.at, zone),
    date_description: "",
    time: timeOf(comment.at, zone),
    transaction_id: comment.invoice_id,
    transaction_type: "invoice",
  };
}
