import { expect, test } from "vitest";
import { DeliveryBody, EndpointBody, NewEndpointBody } from "../endpoints/shapes.ts";
import { ERROR_CODES } from "../errors.ts";
import { CollectionBody, CollectionSummary } from "../schemas.ts";
import { openShop } from "../testing/shop.ts";
import { EXAMPLES } from "./examples.ts";

type Schema = { $ref?: string; example?: unknown; type?: string; properties?: Record<string, Schema>; items?: Schema };
type Content = { content?: { "application/json"?: { schema?: Schema; examples?: object } }; description?: string };
interface Operation {
  summary?: string;
  tags?: string[];
  requestBody?: Content;
  responses: Record<string, Content>;
}
interface Document {
  info: { description: string };
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}

const shop = await openShop();
const document = (await (await shop.app.request("/openapi.json")).json()) as Document;

/** True when the schema has an example, itself or in all that it is a list or a page of. */
function shown(schema: Schema | undefined): boolean {
  if (!schema) return false;
  if (schema.$ref) return shown(document.components.schemas[schema.$ref.split("/").at(-1) ?? ""]);
  if (schema.example !== undefined) return true;
  if (schema.items) return shown(schema.items);
  return Object.values(schema.properties ?? {}).some(shown);
}

const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => [`${method.toUpperCase()} ${path}`, operation] as const),
);

test.each(operations)("%s has a summary, examples of what goes in and out, and its error codes", (_name, operation) => {
  expect(operation.summary).toMatch(/\w{3}/);
  expect(operation.tags).toHaveLength(1);
  if (operation.requestBody) expect(shown(operation.requestBody.content?.["application/json"]?.schema)).toBe(true);
  const [success] = Object.entries(operation.responses).filter(([status]) => status.startsWith("2"));
  expect(shown(success?.[1].content?.["application/json"]?.schema)).toBe(true);
  const { 401: refused, 503: away } = operation.responses;
  expect(refused?.description).toContain("`not_authenticated`");
  expect(away?.content?.["application/json"]?.examples).toHaveProperty("ledger_unavailable");
});

test("every error code is listed in one place, and every example is of something described", () => {
  for (const code of ERROR_CODES) expect(document.info.description).toContain(`\`${code}\``);
  for (const name of Object.keys(EXAMPLES)) expect(Object.keys(document.components.schemas)).toContain(name);
});

test("the examples are what the schemas allow", () => {
  expect(CollectionBody.parse(EXAMPLES.Collection)).toEqual(EXAMPLES.Collection);
  expect(CollectionSummary.parse(EXAMPLES.CollectionSummary)).toEqual(EXAMPLES.CollectionSummary);
  expect(EndpointBody.parse(EXAMPLES.Endpoint)).toEqual(EXAMPLES.Endpoint);
  expect(NewEndpointBody.parse(EXAMPLES.NewEndpoint)).toEqual(EXAMPLES.NewEndpoint);
  expect(DeliveryBody.parse(EXAMPLES.Delivery)).toEqual(EXAMPLES.Delivery);
});

test("/docs draws it with our own files and nothing inline", async () => {
  const response = await shop.app.request("/docs");
  const html = await response.text();
  expect(response.status).toBe(200);
  expect(html).toContain('src="/assets/docs/swagger-ui-bundle.js"');
  expect(html).not.toMatch(/https?:\/\/(?!www\.w3\.org)/);
  expect(html).not.toMatch(/<script(?![^>]*\bsrc=)|style=/);
  expect(response.headers.get("content-security-policy")).toContain("script-src 'self';");
});
