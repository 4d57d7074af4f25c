/** What invoices are in: the name by which people know it, within a sentence; of null it is not known which. */
export function billingName(product: "books" | "invoice" | "external" | null): string {
  switch (product) {
    case null:
      return "Zoho Books or Zoho Invoice";
    case "books":
      return "Zoho Books";
    case "invoice":
      return "Zoho Invoice";
    case "external":
      return "the billing software";
  }
}

/** The same at a sentence's beginning. */
export const atStart = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);
