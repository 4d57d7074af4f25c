/** The page the viewer draws itself into; its files come with the build (`dev/docs-viewer.ts`). */
export const DocsPage = () => (
  <html lang="en-IN">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>API · Collect via POS</title>
      <link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />
      <link rel="stylesheet" href="/assets/docs/swagger-ui.css" />
      <script defer src="/assets/docs/swagger-ui-bundle.js" />
      <script defer src="/assets/docs.js" />
    </head>
    <body>
      <div id="docs">
        <p>
          The API is described at <a href="/openapi.json">/openapi.json</a>.
        </p>
      </div>
    </body>
  </html>
);
