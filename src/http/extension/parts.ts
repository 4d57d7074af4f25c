import { Parts } from "../../extension/package.ts";
import type { Dependencies } from "../dependencies.ts";

/** What the build has put aside of the extension (`src/dev/extension/build-parts.ts`); null when it has not. */
export async function extensionParts({ asset }: Pick<Dependencies, "asset">): Promise<Parts | null> {
  const response = await asset?.("/assets/extension.json");
  if (!response?.ok) return null;
  const parts = Parts.safeParse(await response.json().catch(() => null));
  return parts.success ? parts.data : null;
}
