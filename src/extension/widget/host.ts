import { z } from "zod";

/** The page of Zoho Books or Zoho Invoice that the widget stands in. */
export interface Host {
  /** The invoice that is open there now; null where none is. */
  invoice(): Promise<string | null>;
  organizationId: string;
  /** Who is signed in there, as Zoho says; nobody has verified it for us. */
  user: string;
  /** The body of the answer; null when there was none. Never rejects. */
  request(options: Omit<ZFAPPS.RequestOptions, "connection_link_name">): Promise<string | null>;
  /** Makes room for the content, within what a modal takes. */
  resize(contentHeight: number): void;
  /** The host reads the invoice anew and shows it. */
  refreshInvoice(): void;
  notify(message: string): void;
  close(): void;
  onInvoiceChange(listener: () => void): void;
}

const id = z.union([z.string().min(1), z.number().transform(String)]);
const InvoiceEntity = z.object({ invoice: z.object({ invoice_id: id }) });
const OrganizationEntity = z.object({ organization: z.object({ organization_id: id }) });
const UserEntity = z.object({ user: z.object({ name: z.string().default(""), email: z.string().default("") }) });
const RequestAnswer = z.object({ data: z.object({ body: z.string() }) });

const CONNECTION = "collectviapos";
/** Zoho's own limit is not documented; a till cannot wait longer. */
const PATIENCE = 20_000;
const WIDTH = "620px";
const HEIGHTS = { least: 320, most: 720 };

/** Starts the SDK and reads where we are. Rejects when Zoho does not say which organization this is. */
export async function enter(): Promise<Host> {
  const app = await ZFAPPS.extension.init();
  const [organization, user] = await Promise.all([ZFAPPS.get("organization"), ZFAPPS.get("user").catch(() => null)]);
  const who = UserEntity.safeParse(user).data?.user;
  let height = 0;
  return {
    invoice: () =>
      ZFAPPS.get("invoice").then(
        (entity) => InvoiceEntity.safeParse(entity).data?.invoice.invoice_id ?? null,
        () => null,
      ),
    organizationId: OrganizationEntity.parse(organization).organization.organization_id,
    user: who?.name || who?.email || "",
    async request(options) {
      const asked = ZFAPPS.request({ ...options, connection_link_name: CONNECTION }).then(
        (answer) => RequestAnswer.safeParse(answer).data?.data.body ?? null,
        () => null,
      );
      return Promise.race([asked, new Promise<null>((resolve) => setTimeout(resolve, PATIENCE, null))]);
    },
    resize(contentHeight) {
      const wanted = Math.min(HEIGHTS.most, Math.max(HEIGHTS.least, Math.ceil(contentHeight)));
      if (wanted === height) return;
      height = wanted;
      ignore(ZFAPPS.invoke("RESIZE", { width: WIDTH, height: `${wanted}px` }));
    },
    refreshInvoice: () => ignore(ZFAPPS.invoke("REFRESH_DATA", "invoice")),
    notify: (message) => ignore(ZFAPPS.invoke("SHOW_NOTIFICATION", { type: "success", message })),
    close: () => ZFAPPS.closeModal(),
    onInvoiceChange: (listener) => app.instance.on("ON_INVOICE_CHANGE", listener),
  };
}

/** What the host does for us is a courtesy: without it the widget says the same in its own frame. */
const ignore = (asked: Promise<unknown>): void => {
  asked.catch(() => {});
};
