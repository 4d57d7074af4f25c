import { Icon } from "../icons.tsx";
import { shortMoment } from "../times.ts";

/** A delivery came with a signature that is not ours: a secret was mistyped, or somebody is trying. */
export const Mismatch = ({ at, timeZone }: { at: number | null; timeZone: string }) =>
  at === null ? null : (
    <div class="notice warn">
      <Icon name="alert" />
      <p>
        {shortMoment(at, timeZone)}: a delivery was refused, for its signature does not match. If it was Zoho's, copy
        the secret again.
      </p>
    </div>
  );
