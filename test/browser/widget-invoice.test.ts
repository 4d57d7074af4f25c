import { describe } from "vitest";
import { INVOICE, noBrowser, useBrowser } from "./visit.ts";
import { widgetStories } from "./widget-stories.ts";

describe.skipIf(noBrowser)("a cashier inside Zoho Invoice", () => {
  useBrowser();
  widgetStories(INVOICE);
});
