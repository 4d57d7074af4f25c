export type { AccountsActions, GrantFilter, GrantView } from "./accounts/actions.ts";
export type { BooksActions, InvoiceView, NewInvoice } from "./books/actions.ts";
export type { Comment, CustomerPayment, InvoiceStatus } from "./books/state.ts";
export type { Call, CallFilter, CallLog, Service } from "./calls.ts";
export type { ActiveFault, FaultList, FaultRule } from "./faults.ts";
export { decimal, formatMoney, type Paise } from "./money.ts";
export type {
  DeviceActions,
  DevicePayment,
  DeviceRefusal,
  DeviceResult,
  DeviceView,
  PaymentsView,
} from "./payments/device.ts";
export type { SessionView } from "./payments/emit.ts";
export type { Payment, PaymentMethod, Session } from "./payments/state.ts";
export { type ConnectorSeed, type Crowd, connectorSeed, seedFor } from "./seed/build.ts";
export {
  DEMO_ADMIN,
  DEMO_BOOKS_ORGANIZATION,
  DEMO_CASHIER,
  DEMO_EXTERNAL_ORGANIZATION,
  DEMO_INVOICE_ORGANIZATION,
  DEMO_PAYMENTS_ACCOUNT,
  DEMO_SECOND_ACCOUNT,
  DEMO_THIRD_ACCOUNT,
  demoSeed,
} from "./seed/demo.ts";
export type { SimulatorSeed } from "./seed.ts";
export { DEFAULT_SETTINGS, type SimulatorSettings } from "./settings.ts";
export { createSimulator, type Simulator, type SimulatorOptions } from "./simulator.ts";
export type { Snapshot } from "./snapshot.ts";
export type { Webhook, WebhookWish } from "./webhooks/shapes.ts";
export type { Deliver, Sent, Webhooks } from "./webhooks/webhooks.ts";
export type { Clock } from "./world.ts";
