import en from "../package/app/translations/en.json" with { type: "json" };

/** The widget's own words; all about a collection comes from the views that our pages are made of. */
export function say(key: keyof typeof en, values: Record<string, string> = {}): string {
  return en[key].replaceAll(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}
