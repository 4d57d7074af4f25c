import { describe } from "vitest";
import { stories } from "./stories.ts";
import { INVOICE, noBrowser, useBrowser } from "./visit.ts";

const FRONT = { counter: "Front desk", device: "TRM101" };

describe.skipIf(noBrowser)("an accountant and a customer, in Zoho Invoice", () => {
  useBrowser();
  stories(INVOICE, "Zoho Invoice", FRONT, FRONT);
});
