import { z } from 'zod';
import { agentSchema } from '../../contract/agents.ts';
import { callSchema } from '../../contract/calls.ts';
import type { DeskRows } from '../../contract/desk.ts';
import { signalSchema } from '../../contract/signals.ts';
import { readRow, valueOf } from '../feed/read-row.ts';

const waitingSchema = z.object({ count: z.number(), longestSince: z.string().optional() });

export type DeskWaiting = z.infer<typeof waitingSchema>;

type Read = {
  readonly [Key in Exclude<keyof DeskRows, 'waiting'>]-?: DeskRows[Key] | undefined;
} & {
  readonly waiting: DeskWaiting | undefined;
  readonly outdated: boolean;
};

/** The desk's rows, checked; `outdated` when one has a shape that this page does not know. */
export function readDeskRows(rows: Readonly<Record<string, unknown>>): Read {
  const agent = readRow(rows, 'agent', agentSchema);
  const call = readRow(rows, 'call', callSchema);
  const signal = readRow(rows, 'signal', signalSchema);
  const waiting = readRow(rows, 'waiting', waitingSchema);
  return {
    agent: valueOf(agent),
    call: valueOf(call),
    signal: valueOf(signal),
    waiting: valueOf(waiting),
    outdated: [agent, call, signal, waiting].some((row) => row.kind === 'unfit'),
  };
}
