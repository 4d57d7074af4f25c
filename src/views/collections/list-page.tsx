import type { CollectionView } from "../../collection/view.ts";
import { money } from "../amounts.ts";
import { stage } from "../collection/stage.ts";
import { Icon } from "../icons.tsx";
import { Layout } from "../layout.tsx";
import { clock, day, shortMoment } from "../times.ts";
import { attentionWords } from "../words.ts";

export interface ListProps {
  organization: { name: string; timeZone: string; billing: string };
  /** What a human must look at, of any day. */
  attention: CollectionView[];
  /** The rest of today's, newest first. */
  today: CollectionView[];
  now: number;
}

/** Today at the counters: first what needs somebody, then the rest. */
export const ListPage = ({ organization, attention, today, now }: ListProps) => (
  <Layout title="Today's payments" organization={organization.name} scripts={["list.js"]} reload={15} wide>
    <div id="list">
      <div class="page-head">
        <h1 class="page-title">Today's payments</h1>
        <p class="hint">{day(now, organization.timeZone)}</p>
      </div>
      {attention.length > 0 ? (
        <section aria-labelledby="attention">
          <h2 class="section-title" id="attention">
            <Icon name="alert" /> Needs attention ({attention.length})
          </h2>
          <Rows views={attention} {...{ organization, now }} />
        </section>
      ) : null}
      <section aria-label="Today">
        {today.length > 0 ? (
          <Rows views={today} {...{ organization, now }} />
        ) : (
          <p class="panel empty">
            {attention.length > 0 ? "Nothing else today." : "Nothing yet today."} Open an invoice in{" "}
            {organization.billing} and press <strong>Collect via POS</strong>.
          </p>
        )}
      </section>
    </div>
  </Layout>
);

const Rows = ({ views, organization, now }: { views: CollectionView[] } & Pick<ListProps, "organization" | "now">) => (
  <ul class="rows">
    {views.map((view) => {
      const { tone, icon, word } = stage(view, now, organization.billing);
      const old = now - Date.parse(view.created_at) > 20 * 3_600_000;
      const at = (old ? shortMoment : clock)(view.created_at, organization.timeZone);
      return (
        <li>
          <a class={`row ${tone}`} href={`/collections/${view.id}`}>
            <span class="row-state">
              <span class="badge">
                <Icon name={icon} />
              </span>
              {word}
            </span>
            <span class="row-what">
              <strong>{view.invoice_number}</strong> <span class="by">{view.customer_name}</span>
              {view.attention ? (
                <span class="detail">{attentionWords(view.attention, organization.billing).title}</span>
              ) : null}
            </span>
            <span class="row-where">{view.counter_name}</span>
            <time class="row-when" datetime={view.created_at}>
              {at}
            </time>
            <span class="row-amount">{money(view.amount)}</span>
          </a>
        </li>
      );
    })}
  </ul>
);
