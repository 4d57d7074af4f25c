import { describe, expect, test } from "vitest";
import { AttentionReason } from "../collection/collection.ts";
import { historyWords, whoWords } from "./history-words.ts";
import { clock, minutes, moment, sinceMidnight } from "./times.ts";
import { attentionWords, failureWords, humanise, nextStepWords } from "./words.ts";

describe("words", () => {
  test.each(AttentionReason.options)("attention %s has a title and a remedy of its own", (reason) => {
    const { title, remedy } = attentionWords(reason, "Zoho Books");
    expect(title.length).toBeGreaterThan(10);
    expect(remedy.length).toBeGreaterThan(20);
    const others = AttentionReason.options
      .filter((other) => other !== reason)
      .map((other) => attentionWords(other, "Zoho Books"));
    expect(others.map((other) => other.title)).not.toContain(title);
  });

  test("no word speaks of Zoho Books to those who bill in Zoho Invoice", () => {
    const words = AttentionReason.options.map((reason) => attentionWords(reason, "Zoho Invoice"));
    const history = ["recorded", "found_in_books", "recording_unanswered"].map((one) =>
      historyWords(one, "Zoho Invoice"),
    );
    expect(JSON.stringify([words, history])).not.toContain("Books");
    expect(historyWords("recording_unanswered", "the billing software")).toMatch(/^The billing software did not/);
  });

  test("a failure code we know has words, one we do not know is shown as it is", () => {
    expect(failureWords("insufficient_funds")).toMatchObject({ next: ["other_card", "other_method"] });
    expect(failureWords("issuer_risk_rule_77").title).toBe("Issuer risk rule 77");
    expect(failureWords("").title).toBe("No reason given");
  });

  test("what to do next fits the method", () => {
    expect(nextStepWords("other_method", "card")).toBe("Offer UPI instead");
    expect(nextStepWords("other_method", "upi")).toBe("Offer card instead");
  });

  test("history speaks plainly, also of what it does not know", () => {
    expect(historyWords("no_final_answer", "Zoho Books")).toBe("No final answer from Zoho");
    expect(historyWords("some_new_reason", "Zoho Books")).toBe("Some new reason");
    expect([whoWords("zoho"), whoWords("Meera")]).toEqual(["Zoho", "Meera"]);
    expect(humanise(" a__b ")).toBe("A b");
  });
});

describe("times", () => {
  const at = Date.parse("2026-11-20T18:45:07.250Z");

  test("are the organization's own", () => {
    expect(clock(at, "Asia/Kolkata").toLowerCase()).toMatch(/^12:15\sam$/);
    expect(moment(at, "Asia/Kolkata")).toContain("21 Nov 2026");
  });

  test("fall back to UTC, and say so, when the zone is unknown", () => {
    expect(moment(at, "Mars/Olympus")).toContain("UTC");
  });

  test("since midnight there", () => {
    expect(sinceMidnight(at, "Asia/Kolkata")).toBe((15 * 60 + 7) * 1_000 + 250);
  });

  test("left, in minutes and seconds", () => {
    expect([180_000, 59_001, 1, 0, -5].map(minutes)).toEqual(["3:00", "1:00", "0:01", "0:00", "0:00"]);
  });
});
