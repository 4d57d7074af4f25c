import { Layout } from "../layout.tsx";
import { Panel, type PanelProps } from "./panel.tsx";
import { stage } from "./stage.ts";

/** A collection's page, live. Without scripts it loads itself anew while something may change. */
export const CollectionPage = ({ organization, ...panel }: PanelProps & { organization: string }) => {
  const { word, live } = stage(panel.view, panel.now, panel.billing);
  const { id, invoice_number } = panel.view;
  return (
    <Layout
      title={`${word} · ${invoice_number}`}
      organization={organization}
      scripts={["live.js"]}
      reload={live ? 4 : undefined}
    >
      <p class="visually-hidden" role="status" aria-live="polite" id="say" />
      <div id="live" data-id={id}>
        <Panel {...panel} />
      </div>
      <p class="link-state" id="link-state" aria-hidden="true" />
    </Layout>
  );
};
