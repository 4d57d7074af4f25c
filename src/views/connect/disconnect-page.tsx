import { Icon } from "../icons.tsx";
import { Layout } from "../layout.tsx";

export interface DisconnectProps {
  organization: string;
  service: "books" | "payments";
  product: string;
  /** Collections with work left. */
  open: number;
}

/** Asks once more, and says what it means. */
export const DisconnectPage = ({ organization, service, product, open }: DisconnectProps) => (
  <Layout title={`Disconnect ${product}`} organization={organization}>
    <h1 class="page-title">Disconnect {product}?</h1>
    <section class="panel form">
      {open > 0 ? (
        <div class="notice warn" role="alert">
          <Icon name="alert" />
          <p>
            {open} {open === 1 ? "payment is" : "payments are"} not finished.{" "}
            {service === "books"
              ? "Money that is taken cannot be recorded until you connect again; nothing is lost."
              : "Nobody can ask how they ended until you connect again; nothing is lost."}
          </p>
        </div>
      ) : null}
      <p>
        The permission is taken back at Zoho and forgotten here. No payment can be collected until {product} is
        connected again. Counters, keys and history stay.
      </p>
      <form method="post" action={`/connect/${service}/disconnect`} class="actions">
        <input type="hidden" name="confirm" value="yes" />
        <button type="submit" class="button">
          Disconnect {product}
        </button>
        <a class="button quiet" href="/setup">
          Keep it
        </a>
      </form>
    </section>
  </Layout>
);
