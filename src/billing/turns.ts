import type { Answer } from "../collection/answer.ts";
import type { BooksAccess } from "../zoho/books/client.ts";

/** Makes one call to Books with access, whatever that takes. */
export type AskBooks = <T>(call: (access: BooksAccess) => Promise<Answer<T>>) => Promise<Answer<T>>;

/**
 * A turn at Books for so many calls at most, one after another. All of them are allowed or none: what needs three would
 * otherwise, where calls are scarce, make the first again and again and never come to the third. What has not left by
 * `sendBy` (epoch ms) does not leave.
 */
export type TakeTurn = <T>(
  calls: number,
  work: (ask: AskBooks) => Promise<Answer<T>>,
  sendBy?: number | null,
) => Promise<Answer<T>>;

/** A turn for each call. */
export const oneByOne =
  (turn: TakeTurn): AskBooks =>
  (call) =>
    turn(1, (ask) => ask(call));
