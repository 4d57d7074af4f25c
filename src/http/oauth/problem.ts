import { ConnectProblemPage } from "../../views/connect/problem-page.tsx";
import { type ConnectProblem, problemWords } from "../../views/connect/problems.ts";
import type { AppContext } from "../context.ts";
import { page } from "../pages/page.ts";
import type { Purpose } from "./attempts.ts";

/** Shows why a trip to Zoho did not end as hoped, with the way to start it again. */
export function connectProblem(c: AppContext, problem: ConnectProblem, purpose: Purpose | null): Promise<Response> {
  c.get("deps").log({
    event: "connect_problem",
    request: c.get("requestId"),
    purpose: purpose?.kind ?? "unknown",
    reason: problem.reason,
  });
  const requestId = c.get("requestId");
  return page(
    c,
    ConnectProblemPage({ problem, again: again(problem, purpose), requestId }),
    problemWords(problem).status,
  );
}

function again(problem: ConnectProblem, purpose: Purpose | null): { href: string; label: string } {
  if (problem.reason === "not_connected" && problem.administrator) {
    return { href: "/connect", label: "Connect an organization" };
  }
  if (problem.reason === "not_invited") return { href: "/join", label: "I have an invitation" };
  if (!purpose) return { href: "/sign-in", label: "Sign in" };
  if (purpose.kind === "sign_in") {
    return { href: `/sign-in?return_to=${encodeURIComponent(purpose.returnTo)}`, label: "Sign in again" };
  }
  if (purpose.kind === "join") return { href: "/join", label: "To the invitation" };
  if (purpose.kind === "introduce" || purpose.kind === "connect_external") {
    return { href: "/connect", label: "Start again" };
  }
  if (purpose.kind === "connect_books" && purpose.organizationId === null) {
    return { href: "/connect", label: "Start again" };
  }
  return { href: "/setup", label: "Back to set-up" };
}
