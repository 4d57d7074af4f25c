import { describe, expect, it } from "vitest";
import { readArguments } from "./arguments.ts";

const read = (...words: string[]) => readArguments(words, "data");

describe("the words after npm start", () => {
  it("may be none", () => {
    expect(read()).toEqual({ kind: "start", options: { port: 8787, data: "data", zoho: null } });
  });

  it("name a look-alike, a port and a folder", () => {
    const words = ["--zoho", "http://127.0.0.1:9400/", "--seed", "seed.json", "--port", "0", "--data", "there"];
    const zoho = { url: "http://127.0.0.1:9400", seedFile: "seed.json" };
    expect(read(...words)).toEqual({ kind: "start", options: { port: 0, data: "there", zoho } });
  });

  it("ask for help", () => {
    expect(read("--help")).toEqual({ kind: "help" });
    expect(read("-h")).toEqual({ kind: "help" });
  });

  it.each([
    [["--zoho", "https://accounts.zoho.in", "--seed", "x"], "of this machine only"],
    [["--zoho", "http://192.168.1.4:9400", "--seed", "x"], "of this machine only"],
    [["--zoho", "http://127.0.0.1.example.com", "--seed", "x"], "of this machine only"],
    [["--zoho", "9400", "--seed", "x"], "takes an address"],
    [["--zoho", "http://127.0.0.1:9400"], "--zoho needs --seed"],
    [["--seed", "x"], "--seed needs --zoho"],
    [["--port", "many"], "--port takes a number"],
    [["--port", "70000"], "up to 65535"],
    [["--data", ""], "--data takes a folder"],
    [["--what"], "--what"],
    [["please"], "please"],
  ])("are refused when they are %j", (words, says) => {
    expect(read(...words)).toEqual({ kind: "wrong", message: expect.stringContaining(says) });
  });
});
