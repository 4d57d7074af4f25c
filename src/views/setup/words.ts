const DONE: Record<string, string> = {
  organization_created: "Your organization is made, and Zoho Payments is connected.",
  books_connected: "Your invoices are connected.",
  payments_connected: "Zoho Payments is connected.",
  books_disconnected: "Your invoices are disconnected. The permission is gone at Zoho too.",
  payments_disconnected: "Zoho Payments is disconnected. The permission is gone at Zoho too.",
  counter_added: "The counter is added.",
  counter_changed: "The counter is changed.",
  counter_retired: "The counter is retired. Its history stays.",
  recording_changed: "Saved. It counts for payments started from now on.",
  key_revoked: "The key is revoked and opens nothing any more.",
  invitation_withdrawn: "The invitation is withdrawn: its code lets nobody in.",
  person_removed: "They are removed, and signed out everywhere.",
  everyone_signed_out: "Everybody else is signed out.",
};

/** What was just done; null for a word that is none of ours. */
export const doneWords = (what: string): string | null => (Object.hasOwn(DONE, what) ? (DONE[what] ?? null) : null);

const CHANGES: Record<string, string> = {
  organization_created: "Organization made",
  books_connected: "Invoices connected",
  books_disconnected: "Invoices disconnected",
  payments_connected: "Zoho Payments connected",
  payments_disconnected: "Zoho Payments disconnected",
  counter_added: "Counter added",
  counter_changed: "Counter changed",
  counter_retired: "Counter retired",
  recording_changed: "Recording changed",
  key_created: "API key created",
  key_revoked: "API key revoked",
  books_hook_secret_made: "Workflow webhook: secret made",
  books_hook_changed: "Workflow webhook: rules changed",
  books_hook_removed: "Workflow webhook: removed",
  payments_hook_key_given: "Webhook of Zoho Payments: signing key given",
  payments_hook_removed: "Webhook of Zoho Payments: removed",
  endpoint_added: "Endpoint for events added",
  endpoint_changed: "Endpoint for events changed",
  endpoint_enabled: "Endpoint for events switched on",
  endpoint_disabled: "Endpoint for events switched off",
  endpoint_removed: "Endpoint for events removed",
  person_invited: "Invitation made",
  invitation_withdrawn: "Invitation withdrawn",
  person_joined: "Joined by invitation",
  person_removed: "Person removed",
  everyone_signed_out: "Everybody signed out",
};

/** A change of the set-up in words. */
export const changeWords = (what: string): string => CHANGES[what] ?? what;
