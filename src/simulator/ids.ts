/** Ids as Zoho's look: strings of digits, longer than a JavaScript number can hold. One sequence for all kinds. */
export type Ids = {
  /** 19 digits: Books and Invoice. */
  books(): string;
  /** 16 digits, above 2^53: Payments' sessions. */
  session(): string;
  /** 16 digits, above 2^53: Payments' payments. */
  payment(): string;
  /** Where the sequence stands, for a snapshot. */
  position(): number;
  resume(position: number): void;
};

export function createIds(): Ids {
  let sequence = 12_000;
  const next = (prefix: string, width: number): string => {
    sequence += 1;
    return prefix + String(sequence).padStart(width, "0");
  };
  return {
    books: () => next("1460", 15),
    session: () => next("9200", 12),
    payment: () => next("9173", 12),
    position: () => sequence,
    resume: (position) => {
      sequence = position;
    },
  };
}

/** Hexadecimal text of `groups` × 8 characters from the injected randomness. */
export function randomHex(random: () => number, groups: number): string {
  let text = "";
  for (let index = 0; index < groups; index++) {
    text += Math.floor(random() * 2 ** 32)
      .toString(16)
      .padStart(8, "0");
  }
  return text;
}
