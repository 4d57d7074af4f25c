import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { unzipSync } from "fflate";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type PackageFiles, packageFiles, zipPackage } from "../../extension/package.ts";
import { buildParts } from "./build-parts.ts";
import { readWords } from "./extension.ts";
import { packWithToolkit } from "./pack.ts";

let folder: string;
let files: PackageFiles;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "extension-"));
  files = packageFiles(await buildParts(), "https://collect.example.com");
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const same = (one: Uint8Array | undefined, other: Uint8Array | undefined) =>
  one !== undefined && other !== undefined && Buffer.compare(one, other) === 0;

test("Zoho's toolkit accepts and packs the very files that our own zip holds", async () => {
  const packed = await packWithToolkit(files, folder);
  expect(packed).toMatchObject({ kind: "packed" });
  const theirs = packed.kind === "packed" ? unzipSync(await readFile(packed.zip)) : {};
  const ours = unzipSync(zipPackage(files));
  expect(Object.keys(theirs).toSorted()).toEqual(Object.keys(ours).toSorted());
  for (const path of Object.keys(ours)) expect(same(ours[path], theirs[path]), path).toBe(true);
});

test("a package the toolkit objects to is refused in its words", async () => {
  const packed = await packWithToolkit({ ...files, "app/js/not allowed!.js": new Uint8Array(1) }, folder);
  expect(packed.kind === "refused" && packed.words).toMatch(/not allowed!/);
});

test("nothing runs inline in a widget's page, and nothing comes from elsewhere but Zoho's SDK", () => {
  for (const page of ["app/widget.html", "app/sidebar.html"]) {
    const html = new TextDecoder().decode(files[page]);
    const sources = [...html.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, source]) => source ?? "");
    const outside = sources.filter((source) => /^(\w+:)?\/\//.test(source));
    expect(outside).toEqual(["https://js.zohostatic.com/zohofinance/v1/zf_sdk.js"]);
    for (const source of sources.filter((one) => !outside.includes(one)))
      expect(files).toHaveProperty([`app/${source}`]);
    expect(html).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\son\w+=|style=/);
  }
});

test.each([
  [["--address", "https://collect.example.com/"], { address: "https://collect.example.com" }],
  [["--address", "http://127.0.0.1:8787"], { address: "http://127.0.0.1:8787" }],
  [["--help"], { help: true }],
  [[], { wrong: expect.stringContaining("--address is needed") }],
  [["--address", "collect.example.com"], { wrong: expect.stringContaining("takes an origin") }],
  [["--address", "https://a.example/path"], { wrong: expect.stringContaining("takes an origin") }],
  [["--adress", "https://a.example"], { wrong: expect.stringContaining("--adress") }],
])("reads %j", (words, expected) => expect(readWords(words)).toMatchObject(expected));
