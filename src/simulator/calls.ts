export type Service = "accounts" | "payments" | "books";

/** One API call as the client lived it. */
export type Call = {
  /** Arrival, epoch milliseconds of the injected clock. */
  at: number;
  service: Service;
  /** For example "payments.create"; see ROUTES in routes.ts. */
  route: string;
  /** Books or Invoice organization id, or Payments account id; "" when the call names none. */
  organization: string;
  terminal?: string;
  /** The session, invoice or payment the call is about, when its path names one. */
  subject?: string;
  /** Calls of this service and organization under way on arrival, this one included. */
  at_once: number;
  /** What the client got; absent while the call is under way. */
  status?: number | "dropped" | "hung";
  /** Kind of the fault that changed this call. */
  fault?: string;
  /** Whether the simulator carried the request out (true under a drop_after). */
  effect: boolean;
};

export type CallFilter = Partial<Pick<Call, "service" | "route" | "organization" | "terminal" | "subject">>;

/** The last calls, oldest first; older ones fall out once `limit` is reached. */
export type CallLog = {
  begin(call: Call): Call;
  list(filter?: CallFilter): Call[];
  /** All calls ever made, also those that fell out. */
  readonly total: number;
  clear(): void;
};

export function createCallLog(limit: number): CallLog {
  let calls: Call[] = [];
  let total = 0;
  const matches = (call: Call, filter: CallFilter): boolean =>
    (filter.service === undefined || filter.service === call.service) &&
    (filter.route === undefined || filter.route === call.route) &&
    (filter.organization === undefined || filter.organization === call.organization) &&
    (filter.terminal === undefined || filter.terminal === call.terminal) &&
    (filter.subject === undefined || filter.subject === call.subject);
  return {
    begin(call) {
      total += 1;
      if (limit === 0) return call;
      calls.push(call);
      if (calls.length >= limit * 2) calls = calls.slice(-limit);
      return call;
    },
    list: (filter = {}) => calls.slice(-limit || calls.length).filter((call) => matches(call, filter)),
    get total() {
      return total;
    },
    clear() {
      calls = [];
    },
  };
}
