/** What a signal's number says: `ТМН-2026-000123` is the 123rd of Tyumen's region in 2026. */
export interface SignalNumber {
  /** 2 to 4 capitals, Cyrillic as a rule. */
  readonly region: string;
  readonly year: number;
  /** 1, 2, 3 … within the region and the year. */
  readonly order: number;
}

const ORDER_DIGITS = 6;
const SHAPE = /^([А-ЯЁA-Z]{2,4})-(\d{4})-(\d{6,})$/;

export function formatSignalNumber({ region, year, order }: SignalNumber): string {
  return `${region}-${year}-${String(order).padStart(ORDER_DIGITS, '0')}`;
}

/** Reads a number as people type it (small letters, spaces around); undefined when it is none. */
export function parseSignalNumber(text: string): SignalNumber | undefined {
  const [, region, year, order] = SHAPE.exec(text.trim().toUpperCase()) ?? [];
  if (region === undefined) return undefined;
  return { region, year: Number(year), order: Number(order) };
}
