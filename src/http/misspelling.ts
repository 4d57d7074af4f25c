/** A name that is not known and nearly one that is and that was left out; null when there is none. */
export function misspelling(names: string[], known: readonly string[]): { found: string; meant: string } | null {
  for (const found of names) {
    if (known.includes(found)) continue;
    const meant = known.find((name) => !names.includes(name) && near(plain(found), plain(name)));
    if (meant) return { found, meant };
  }
  return null;
}

const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, "");

/** At most one letter wrong, missing, added, or two swapped. */
function near(one: string, other: string): boolean {
  if (one === other) return true;
  if (Math.abs(one.length - other.length) > 1 || Math.min(one.length, other.length) < 4) return false;
  let start = 0;
  while (start < one.length && one[start] === other[start]) start++;
  const a = one.slice(start);
  const b = other.slice(start);
  const swapped = a.length > 1 && a[0] === b[1] && a[1] === b[0] && a.slice(2) === b.slice(2);
  return swapped || a.slice(1) === b.slice(1) || a === b.slice(1) || a.slice(1) === b;
}
