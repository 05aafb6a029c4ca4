/** Who rings, as far as anyone but a keyholder may know. */
export type Caller = WithheldCaller | KnownCaller;

export interface WithheldCaller {
  readonly kind: 'withheld';
}

export interface KnownCaller {
  readonly kind: 'known';
  /** For screens: `+7 ··· ··-01`. */
  readonly masked: string;
  /** Keyed hash of the normalised number: recognises a returning caller, reveals nobody. */
  readonly hash: string;
  /** The number, encrypted; only a revealing use case opens it. */
  readonly sealed: string;
}

/** Digits that a number keeps on a screen; fewer digits than this in all are hidden whole. */
const SHOWN_DIGITS = 2;

/**
 * Normalises a caller number: only digits, Russian trunk prefix 8 becomes 7.
 * Answers undefined for a withheld or absurd number (fewer than 3 or more than 15 digits).
 */
export function normaliseNumber(raw: string): string | undefined {
  const digits = raw.replace(/\D/g, '');
  if (digits.length < 3 || digits.length > 15) return undefined;
  return digits.length === 11 && digits.startsWith('8') ? `7${digits.slice(1)}` : digits;
}

/** Hides all but the last two digits: `79123456701` → `··· 01`. */
export function maskNumber(digits: string): string {
  return `··· ${digits.slice(-SHOWN_DIGITS)}`;
}
