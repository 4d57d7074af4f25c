import type { MessageProps } from "../message-page.tsx";

/** Why a trip to Zoho did not end as hoped. */
export type ConnectProblem =
  | { reason: "rejected" }
  | { reason: "not_begun_here" }
  | { reason: "unknown_data_centre" }
  | { reason: "zoho_said"; code: string }
  | { reason: "zoho_away" }
  | { reason: "throttled"; minutes: number }
  | { reason: "code_expired" }
  | { reason: "client_refused"; code: string; settings: string }
  | { reason: "no_refresh_token" }
  | { reason: "scopes_missing"; scopes: string[] }
  | { reason: "no_access"; product: string }
  | { reason: "no_organization"; product: string }
  | { reason: "not_member"; organization: string; person: string }
  | { reason: "not_connected"; person: string; administrator: boolean }
  | { reason: "not_invited"; person: string }
  | { reason: "invitation_gone" }
  | { reason: "not_administrator"; organizations: string[]; person: string }
  | { reason: "other_product"; organization: string; product: string }
  | { reason: "other_data_centre" }
  | { reason: "not_allowed"; organization: string }
  | { reason: "payments_refused"; accountId: string; message: string }
  | { reason: "payments_elsewhere"; country: string }
  | { reason: "account_in_use"; open: number }
  | { reason: "terminals_elsewhere"; terminals: string[] }
  | { reason: "revoke_unanswered"; product: string }
  | { reason: "choice_expired" };

export interface ProblemWords extends Pick<MessageProps, "tone" | "icon" | "title"> {
  /** What happened, then what to do. */
  text: string[];
  /** Under the text, as a list. */
  list?: string[];
  /** HTTP status of the page. */
  status: 400 | 403 | 409 | 502 | 503;
}

const says = (status: ProblemWords["status"], title: string, ...text: string[]): ProblemWords => ({
  tone: "warn",
  icon: status === 403 ? "stop" : status === 503 ? "clock" : "alert",
  title,
  text,
  status,
});

/** The problem in plain words, each with its remedy. Nothing was changed by any of them. */
export function problemWords(problem: ConnectProblem): ProblemWords {
  switch (problem.reason) {
    case "rejected":
      return says(
        403,
        "Access was not given",
        "The request for access was rejected at Zoho, so nothing was changed here.",
        "If that was not meant, start again and press Accept at Zoho.",
      );
    case "not_begun_here":
      return says(
        400,
        "Please start again",
        "This trip to Zoho took longer than ten minutes, was finished already, or began in another browser.",
        "Nothing was changed. Start again and finish it in this browser.",
      );
    case "unknown_data_centre":
      return says(
        400,
        "That did not come from Zoho",
        "The answer names a server that is not on the list of Zoho's data centres, so it was not used and nothing was sent there.",
        "Start again from this site. If it stays, tell whoever runs this service.",
      );
    case "zoho_said":
      return says(
        502,
        "Zoho did not go on",
        `Zoho gave this as the reason: ${problem.code}.`,
        "Start again. If it stays, whoever runs this service finds the redirect address and the client's type to compare in its README.",
      );
    case "zoho_away":
      return says(
        503,
        "Zoho does not answer",
        "Nothing was changed. Zoho did not answer in time.",
        "Wait a minute, then start again.",
      );
    case "throttled":
      return says(
        503,
        "Zoho asks for a pause",
        `Too many connections were made in a short time. Nothing was changed.`,
        `Start again in about ${problem.minutes} minutes.`,
      );
    case "code_expired":
      return says(
        400,
        "That took a little too long",
        "Zoho's permission slip lives for two minutes and works once; this one is over.",
        "Start again and press Accept soon after Zoho asks.",
      );
    case "client_refused":
      return says(
        502,
        "Zoho does not know this service",
        `Zoho refused the client of this deployment (${problem.code}).`,
        `Whoever runs this service must compare ${problem.settings} with Zoho's Developer Console; \`npm run doctor\` does.`,
      );
    case "no_refresh_token":
      return says(
        502,
        "Zoho gave no lasting access",
        "Zoho answered without a refresh token, so the connection would end within the hour. Nothing was changed.",
        "Start again and press Accept when Zoho asks. If it stays, remove Collect via POS under Connected Apps in your Zoho account first.",
      );
    case "scopes_missing":
      return {
        ...says(
          403,
          "A permission is missing",
          "Zoho granted less than is needed, so the connection was not kept. These are missing:",
          "Start again and accept all of them. If Zoho does not offer one, your role or plan does not include it: ask an administrator with full rights.",
        ),
        list: problem.scopes,
      };
    case "no_access":
      return says(
        403,
        `No access to ${problem.product}`,
        `Zoho let you in, but not to ${problem.product}.`,
        `Choose the product your organization bills with, or sign in with the Zoho account you use for ${problem.product}.`,
      );
    case "no_organization":
      return says(
        403,
        `No organization in ${problem.product}`,
        `This Zoho account belongs to no organization in ${problem.product}.`,
        "Sign in with the account you use for billing, or choose the other product.",
      );
    case "not_member":
      return says(
        403,
        "Not a member of this organization",
        `${problem.person} does not belong to ${problem.organization} at Zoho.`,
        "Sign out at Zoho or use a private window, then sign in with the account you use there. An administrator can invite you in Zoho, under Settings, Users.",
      );
    case "not_connected":
      return problem.administrator
        ? says(
            409,
            "Not connected yet",
            `None of the organizations of ${problem.person} is connected to Collect via POS.`,
            "You are an administrator: you can connect one now.",
          )
        : says(
            403,
            "Not connected yet",
            `None of the organizations of ${problem.person} is connected to Collect via POS.`,
            "Ask an administrator of the organization to connect it.",
          );
    case "not_invited":
      return says(
        403,
        "You need an invitation",
        `${problem.person} does not belong to an organization here that bills with other software.`,
        "Ask an administrator of it for an invitation. Or sign in with the Zoho account you joined with.",
      );
    case "invitation_gone":
      return says(
        403,
        "This invitation is used up",
        "Somebody has used the code before, it was withdrawn, or it is too old. Nothing was changed.",
        "Ask an administrator of the organization for a new one.",
      );
    case "not_administrator":
      return {
        ...says(
          403,
          "An administrator must do this",
          `${problem.person} has no administrator's role at Zoho in:`,
          "Ask an administrator of the organization to connect it, or to change your role in Zoho under Settings, Users.",
        ),
        list: problem.organizations,
      };
    case "other_product":
      return says(
        409,
        `Connected with ${problem.product} already`,
        `${problem.organization} is connected as an organization of ${problem.product}.`,
        `Choose ${problem.product} to connect it again. To change the product, an administrator first disconnects it on the set-up page.`,
      );
    case "other_data_centre":
      return says(
        403,
        "Another data centre",
        "An organization with this number is connected from another of Zoho's data centres. It is not the one you belong to.",
        "Sign in with the Zoho account of the organization itself.",
      );
    case "not_allowed":
      return says(
        403,
        "This service is for certain organizations",
        `${problem.organization} is not among those this service was set up for.`,
        "Whoever runs it can add its id to ALLOWED_ORGANIZATIONS.",
      );
    case "payments_refused":
      return says(
        403,
        "Zoho Payments does not let us in",
        `Zoho Payments refused account ${problem.accountId} (${problem.message}), so the connection was not kept.`,
        "Check the account ID in Zoho Payments (top right, under the organization's name), and that you are its owner or an administrator; then connect again.",
      );
    case "payments_elsewhere":
      return says(
        409,
        "No terminals there yet",
        `Zoho Payments has POS terminals in India only, as of today; this account lives in ${problem.country}.`,
        "Connect a Zoho Payments account of India.",
      );
    case "account_in_use":
      return says(
        409,
        "Payments are under way",
        `${problem.open} ${problem.open === 1 ? "payment is" : "payments are"} not finished on the account that is connected now, and would be lost sight of.`,
        "Wait until they are finished, then connect the other account. Connecting the same account again is possible at any time.",
      );
    case "terminals_elsewhere":
      return says(
        409,
        "These terminals have a queue elsewhere",
        `Another organization has this Zoho Payments account, with counters for ${problem.terminals.join(", ")}. A terminal has one queue, so nothing was connected.`,
        "Retire these counters here or there, then connect again.",
      );
    case "revoke_unanswered":
      return says(
        503,
        "Still connected",
        `Zoho did not confirm that the access to ${problem.product} is gone, so it was kept here as well.`,
        "Try again in a minute. You can also remove Collect via POS under Connected Apps in your Zoho account.",
      );
    case "choice_expired":
      return says(
        400,
        "Please start again",
        "The choice of the organization was open for more than ten minutes.",
        "Nothing was changed. Start again.",
      );
  }
}
