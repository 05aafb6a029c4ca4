import type { LineBody } from '../../contract/lines.ts';
import type { Line } from '../../domain/lines/line.ts';

/** A line as it goes over the wire. */
export function lineBody(line: Line): LineBody {
  return { ...line, ladder: line.ladder.map((rung) => ({ ...rung })) };
}
