import type { z } from 'zod';

/** What a row is for the page: absent, fit, or of a shape that this page does not know. */
export type Row<T> =
  { readonly kind: 'absent' | 'unfit' } | { readonly kind: 'fit'; readonly value: T };

/** Checks one row of a feed against the contract. */
export function readRow<Schema extends z.ZodType>(
  rows: Readonly<Record<string, unknown>>,
  key: string,
  schema: Schema,
): Row<z.output<Schema>> {
  const raw = rows[key];
  if (raw === undefined || raw === null) return { kind: 'absent' };
  const parsed = schema.safeParse(raw);
  return parsed.success ? { kind: 'fit', value: parsed.data } : { kind: 'unfit' };
}

/** Checks all rows whose key begins with `prefix`, in the order of their keys. */
export function readRows<Schema extends z.ZodType>(
  rows: Readonly<Record<string, unknown>>,
  prefix: string,
  schema: Schema,
): { values: z.output<Schema>[]; unfit: boolean } {
  const read = Object.keys(rows)
    .filter((key) => key.startsWith(prefix))
    .sort()
    .map((key) => readRow(rows, key, schema));
  return {
    values: read.flatMap((row) => (row.kind === 'fit' ? [row.value] : [])),
    unfit: read.some((row) => row.kind === 'unfit'),
  };
}

/** The value of a fit row. */
export function valueOf<T>(row: Row<T>): T | undefined {
  return row.kind === 'fit' ? row.value : undefined;
}
