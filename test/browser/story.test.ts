import { describe } from "vitest";
import { stories } from "./stories.ts";
import { BOOKS, noBrowser, useBrowser } from "./visit.ts";

describe.skipIf(noBrowser)("an accountant and a customer", () => {
  useBrowser();
  stories(BOOKS, "Zoho Books", { counter: "Counter A", device: "TRM001" }, { counter: "Counter B", device: "TRM002" });
});
