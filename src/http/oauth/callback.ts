import { Hono } from "hono";
import { finishBooks } from "../connect/finish-books.ts";
import { finishExternal, finishIntroduction } from "../connect/finish-external.ts";
import { finishPayments } from "../connect/finish-payments.ts";
import type { AppEnv } from "../context.ts";
import { finishJoin } from "../join/finish.ts";
import { finishSignIn } from "../sign-in/finish.ts";
import { unhurried } from "../visitors.ts";
import { connectProblem } from "./problem.ts";
import { returned } from "./returned.ts";
import { CALLBACK } from "./to-zoho.ts";

/** Where Zoho sends a browser back to, whatever it went for. */
export const callback = new Hono<AppEnv>().get(CALLBACK, unhurried, async (c) => {
  c.header("Cache-Control", "no-store");
  const back = await returned(c);
  if (back.kind === "failed") return connectProblem(c, back.problem, back.attempt?.purpose ?? null);
  const { attempt, centre, tokens } = back;
  const { purpose } = attempt;
  switch (purpose.kind) {
    case "sign_in":
      return finishSignIn(c, purpose, centre, tokens);
    case "connect_books":
      return finishBooks(c, purpose, centre, tokens);
    case "connect_payments":
      return finishPayments(c, purpose, centre, tokens);
    case "introduce":
      return finishIntroduction(c, purpose, centre, tokens);
    case "connect_external":
      return finishExternal(c, purpose, centre, tokens);
    case "join":
      return finishJoin(c, purpose, centre, tokens);
  }
});
