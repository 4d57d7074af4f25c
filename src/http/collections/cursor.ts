import { fromBase64, toBase64Url } from "../../security/base64.ts";

/** The last row of a page: where the next one begins. */
export interface Place {
  createdAt: number;
  id: string;
}

export const writeCursor = ({ createdAt, id }: Place): string =>
  toBase64Url(new TextEncoder().encode(`${createdAt} ${id}`));

/** Null for anything `writeCursor` did not write. */
export function readCursor(text: string): Place | null {
  const bytes = fromBase64(text);
  const [, createdAt, id] =
    /^(\d{1,15}) (col_[0-9a-z]{20,40})$/.exec(bytes ? new TextDecoder().decode(bytes) : "") ?? [];
  return createdAt && id ? { createdAt: Number(createdAt), id } : null;
}
