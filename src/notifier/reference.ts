import { z } from "zod";

const Answer = z.object({ reference: z.string().trim().min(1).max(100) });

/** The receiver's own reference for a payment it took over, when its answer is JSON that names one. */
export function referenceIn(text: string): string | null {
  try {
    const answer = Answer.safeParse(JSON.parse(text));
    return answer.success ? answer.data.reference : null;
  } catch {
    return null;
  }
}
