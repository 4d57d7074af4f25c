import { describe, expect, test } from "vitest";
import { OrganizationId } from "../collection/ids.ts";
import { apiKeyHash, sameSecret } from "./api-key.ts";
import { fromBase64, toBase64Url } from "./base64.ts";
import { parseKeyRing } from "./key-ring.ts";
import { openRefreshToken, sealRefreshToken } from "./refresh-token.ts";
import { isSameOrigin } from "./same-origin.ts";
import { open, seal } from "./seal.ts";
import { openSession, SESSION_LASTS, sealSession } from "./staff-session.ts";

const OLD = `old:${btoa("0123456789abcdef0123456789abcdef")}`;
const NEW = `new:${btoa("fedcba9876543210fedcba9876543210")}`;
const use = { purpose: "p", organizationId: "1", field: "f" };
const organization = OrganizationId.parse("60001234567");

describe("P9: what is sealed", () => {
  test("opens again, and looks different every time", async () => {
    const ring = await parseKeyRing(OLD);
    const [one, two] = await Promise.all([seal(ring, use, "₹ secret"), seal(ring, use, "₹ secret")]);
    expect(one?.sealed).not.toBe(two?.sealed);
    expect(one?.sealed).not.toContain("secret");
    expect(await open(ring, use, one)).toBe("₹ secret");
  });

  test("opens for nothing else than what it was sealed for", async () => {
    const ring = await parseKeyRing(OLD);
    const sealed = await seal(ring, use, "secret");
    for (const other of [{ purpose: "q" }, { organizationId: "2" }, { field: "g" }]) {
      expect(await open(ring, { ...use, ...other }, sealed)).toBeNull();
    }
  });

  test("does not open when any of its bytes was changed, or it is cut, or nonsense", async () => {
    const ring = await parseKeyRing(OLD);
    const { keyId, sealed } = await seal(ring, use, "secret");
    const bytes = fromBase64(sealed) ?? new Uint8Array();
    for (let at = 0; at < bytes.length; at++) {
      const bad = bytes.slice();
      bad[at] = (bad[at] ?? 0) ^ 1;
      expect(await open(ring, use, { keyId, sealed: toBase64Url(bad) })).toBeNull();
    }
    for (const bad of ["", "AAAA", sealed.slice(0, 20), "%%%", "é"]) {
      expect(await open(ring, use, { keyId, sealed: bad })).toBeNull();
    }
  });

  test("survives a new key before the old one, and not the old one's removal", async () => {
    const before = await seal(await parseKeyRing(OLD), use, "secret");
    const both = await parseKeyRing(`${NEW},${OLD}`);
    expect(await open(both, use, before)).toBe("secret");
    const after = await seal(both, use, "secret");
    expect(after.keyId).toBe("new");
    expect(await open(await parseKeyRing(NEW), use, before)).toBeNull();
    expect(await open(await parseKeyRing(NEW), use, after)).toBe("secret");
  });

  test("a refresh token opens for its own organization and service alone", async () => {
    const ring = await parseKeyRing(OLD);
    const sealed = await sealRefreshToken(ring, organization, "books", "1000.abc");
    expect(await openRefreshToken(ring, organization, "books", sealed)).toBe("1000.abc");
    expect(await openRefreshToken(ring, organization, "payments", sealed)).toBeNull();
    expect(await openRefreshToken(ring, OrganizationId.parse("1"), "books", sealed)).toBeNull();
  });
});

test("a ring that is no ring is refused", async () => {
  for (const bad of [
    "",
    "one",
    "one:short",
    `:${btoa("x".repeat(32))}`,
    `${OLD},${OLD}`,
    `one:${btoa("x".repeat(33))}`,
  ]) {
    await expect(parseKeyRing(bad)).rejects.toThrow("ENCRYPTION_KEYS");
  }
});

test("P9: a session ends after twelve hours and belongs to one organization", async () => {
  const ring = await parseKeyRing(OLD);
  const who = { organizationId: organization, by: "Meera", role: "staff" as const, demo: false };
  const value = await sealSession(ring, who, 1_000);
  expect(await openSession(ring, value, 1_000 + SESSION_LASTS - 1)).toMatchObject(who);
  expect(await openSession(ring, value, 1_000 + SESSION_LASTS)).toBeNull();
  expect(await openSession(ring, value.replace(organization, "1"), 1_000)).toBeNull();
  for (const bad of ["", ".", "..", "a.b.c.d", `${value}.x`]) expect(await openSession(ring, bad, 1_000)).toBeNull();
});

test("an API key is kept as its SHA-256", async () => {
  expect(await apiKeyHash("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  expect(await sameSecret("abc", "abc")).toBe(true);
  expect(await sameSecret("abc", "abd")).toBe(false);
});

test.each([
  [{ site: "same-origin", origin: undefined }, true],
  [{ site: "same-origin", origin: "https://pos.example" }, true],
  [{ site: undefined, origin: "https://pos.example" }, true],
  [{ site: undefined, origin: undefined }, false],
  [{ site: "none", origin: undefined }, false],
  [{ site: "same-site", origin: "https://pos.example" }, false],
  [{ site: "cross-site", origin: "https://pos.example" }, false],
  [{ site: "same-origin", origin: "https://evil.example" }, false],
  [{ site: undefined, origin: "null" }, false],
])("P9: %o comes from one of our pages: %s", (says, expected) => {
  expect(isSameOrigin(says, ["https://pos.example"])).toBe(expected);
});
