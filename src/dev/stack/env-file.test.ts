import { parseEnv } from "node:util";
import { describe, expect, it } from "vitest";
import { envFile } from "./env-file.ts";

describe("an env file", () => {
  it("carries every setting unchanged but for the dollar sign, which wrangler would expand", () => {
    const settings = { A: "plain", B: "with # and spaces ", C: "it's", D: '"quoted"', E: "`tick`" };
    expect(parseEnv(envFile(settings))).toEqual(settings);
    expect(envFile({ SECRET: "$HOME" })).toBe("SECRET='\\$HOME'\n");
  });

  it.each(["a\\b", "a\nb", "a'b`c"])("refuses %j by name", (value) => {
    expect(() => envFile({ ZOHO_CLIENT_SECRET: value })).toThrow("ZOHO_CLIENT_SECRET");
  });
});
