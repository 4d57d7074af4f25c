import type { Child } from "hono/jsx";
import { Icon, type IconName } from "./icons.tsx";
import { Layout } from "./layout.tsx";

export interface MessageProps {
  tone: "good" | "bad" | "warn" | "plain";
  icon: IconName;
  title: string;
  organization?: string | undefined;
  /** Where to go from here; the first is the likeliest. */
  links?: { href: string; label: string }[];
  reload?: number | undefined;
  children?: Child;
}

/** A page that has one thing to say, and what to do next. */
export const MessagePage = ({ tone, icon, title, organization, links = [], reload, children }: MessageProps) => (
  <Layout title={`${title} · Collect via POS`} organization={organization} reload={reload}>
    <section class={`panel message ${tone}`}>
      <span class="badge">
        <Icon name={icon} />
      </span>
      <h1>{title}</h1>
      <div class="lead">{children}</div>
      {links.length > 0 ? (
        <p class="actions">
          {links.map(({ href, label }, index) => (
            <a class={index === 0 ? "button" : "button quiet"} href={href}>
              {label}
            </a>
          ))}
        </p>
      ) : null}
    </section>
  </Layout>
);
