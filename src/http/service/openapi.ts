/** The head of `/openapi.json`; the rest comes from the schemas that validate. */
export const description = (server: string) => ({
  openapi: "3.1.0",
  info: {
    title: "Collect via POS",
    version: "1",
    description:
      "Collects a Zoho Books or Zoho Invoice invoice on a Zoho Payments terminal and records it exactly once. Amounts are rupees as decimal strings, times ISO 8601 in UTC, ids strings. Errors are `{error: {code, message, field?}}`.",
  },
  servers: [{ url: server }],
});

export const securitySchemes = {
  api_key: { type: "http", scheme: "bearer", description: "An organization's API key" },
  staff: { type: "apiKey", in: "cookie", name: "staff", description: "The session of signed-in staff" },
} as const;
