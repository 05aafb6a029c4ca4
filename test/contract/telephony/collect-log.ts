import type { Log } from '../../../src/ports/system.ts';

/** A log that keeps its lines for the reader of a failed test. */
export function collectLog(): Log & { readonly lines: readonly string[] } {
  const lines: string[] = [];
  const keep =
    (level: string) =>
    (message: string, fields: Readonly<Record<string, unknown>> = {}): void => {
      lines.push(`${level} ${message} ${JSON.stringify(fields)}`);
    };
  return { lines, info: keep('info'), warn: keep('warn'), error: keep('error') };
}
