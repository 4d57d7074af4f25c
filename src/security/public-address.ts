/** Ranges of IPv4 that are not the public internet (IANA's special-purpose registry), as address and prefix length. */
const NOT_PUBLIC_V4: readonly (readonly [string, number])[] = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
];

/** Ranges inside 2000::/3 that are not, or that carry an IPv4 address of anyone's choice (Teredo, 6to4). */
const NOT_PUBLIC_V6: readonly (readonly [string, number])[] = [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
];

/** True for an IP address of the public internet, in the form `URL` gives it. Anything unreadable is not. */
export function isPublicAddress(address: string): boolean {
  const v4 = readV4(address);
  if (v4 !== null) return isPublicV4(v4);
  const groups = readV6(address);
  if (groups === null) return false;
  // Mapped (::ffff:0:0/96) and translated (64:ff9b::/96) addresses are the IPv4 address at their end.
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = groups;
  const tail = g * 65_536 + h;
  if ((a | b | c | d | e) === 0 && f === 0xffff) return isPublicV4(tail);
  if (a === 0x64 && b === 0xff9b && (c | d | e | f) === 0) return isPublicV4(tail);
  if (a >> 13 !== 1) return false;
  return !NOT_PUBLIC_V6.some(([range, length]) => sameBits(groups, readV6(range) ?? [], length));
}

function isPublicV4(address: number): boolean {
  return !NOT_PUBLIC_V4.some(([range, length]) => {
    const shift = 2 ** (32 - length);
    return Math.floor(address / shift) === Math.floor((readV4(range) ?? 0) / shift);
  });
}

function readV4(text: string): number | null {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)?.slice(1).map(Number);
  if (!parts || parts.some((part) => part > 255)) return null;
  return parts.reduce((all, part) => all * 256 + part, 0);
}

function readV6(text: string): number[] | null {
  if (!/^[0-9a-f:]+$/i.test(text)) return null;
  const halves = text.split("::");
  if (halves.length > 2) return null;
  const [before = [], after = []] = halves.map((half) => (half === "" ? [] : half.split(":")));
  const missing = 8 - before.length - after.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return null;
  const groups = [...before, ...Array.from({ length: missing }, () => "0"), ...after];
  if (groups.some((group) => !/^[0-9a-f]{1,4}$/i.test(group))) return null;
  return groups.map((group) => Number.parseInt(group, 16));
}

function sameBits(one: number[], other: number[], length: number): boolean {
  for (let bit = 0; bit < length; bit += 16) {
    const shift = Math.max(0, 16 - (length - bit));
    if ((one[bit / 16] ?? 0) >> shift !== (other[bit / 16] ?? 0) >> shift) return false;
  }
  return true;
}
