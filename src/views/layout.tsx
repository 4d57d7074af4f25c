import type { Child } from "hono/jsx";
import { Icon } from "./icons.tsx";

export interface LayoutProps {
  title: string;
  /** The organization's name, when somebody of it is looking. */
  organization?: string | undefined;
  /** Scripts of this page, below `/assets/`. */
  scripts?: string[];
  /** Style sheets of this page beside the common one. */
  styles?: string[];
  /** Seconds after which a browser without scripts loads the page again. */
  reload?: number | undefined;
  wide?: boolean;
  children?: Child;
}

/** The frame of every page. Everything in it works without scripts. */
export const Layout = ({ title, organization, scripts = [], styles = [], reload, wide, children }: LayoutProps) => (
  <html lang="en-IN">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <title>{title}</title>
      <link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />
      <link rel="stylesheet" href="/assets/style.css" />
      {styles.map((name) => (
        <link rel="stylesheet" href={`/assets/${name}`} />
      ))}
      {scripts.map((name) => (
        <script type="module" src={`/assets/${name}`} />
      ))}
      {reload ? (
        <noscript>
          <meta http-equiv="refresh" content={String(reload)} />
        </noscript>
      ) : null}
    </head>
    <body>
      <a class="skip" href="#main">
        Skip to content
      </a>
      <header class="bar">
        <a class="brand" href="/collections">
          <Icon name="terminal" />
          <span>Collect via POS</span>
        </a>
        {organization ? (
          <nav class="bar-nav" aria-label="Main">
            <span class="organization">{organization}</span>
            <a href="/collections">Today</a>
          </nav>
        ) : null}
      </header>
      <main id="main" class={wide ? "main wide" : "main"}>
        {children}
      </main>
      {organization ? (
        <footer class="foot">
          <span>{organization}</span>
          <a href="/setup">Set-up</a>
          <form method="post" action="/sign-out">
            <button type="submit" class="link">
              Sign out
            </button>
          </form>
        </footer>
      ) : null}
    </body>
  </html>
);
