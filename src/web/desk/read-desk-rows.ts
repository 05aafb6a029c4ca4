import { z } from 'zod';
import { agentSchema } from '../../contract/agents.ts';
import { callSchema } from '../../contract/calls.ts';
import type { DeskRows } from '../../contract/desk.ts';
import { signalSchema } from '../../contract/signals.ts';
import { readRow, valueOf } from '../feed/read-row.ts';

const waitingSchema = z.object({ count: z.number(), longestSince: z.string().optional() });

/** The desk's rows, checked; `outdated` when one has a shape that this page does not know. */
export function readDeskRows(rows: Readonly<Record<string, unknown>>): DeskRows & {
  readonly outdated: boolean;
} {
  const agent = readRow(rows, 'agent', agentSchema);
  const call = readRow(rows, 'call', callSchema);
  const signal = readRow(rows, 'signal', signalSchema);
  const waiting = readRow(rows, 'waiting', waitingSchema);
  return {
    ...present('agent', valueOf(agent)),
    ...present('call', valueOf(call)),
    ...present('signal', valueOf(signal)),
    ...present('waiting', valueOf(waiting)),
    outdated: [agent, call, signal, waiting].some((row) => row.kind === 'unfit'),
  } as DeskRows & { outdated: boolean };
}

function present(key: string, value: unknown): Record<string, unknown> {
  return value === undefined ? {} : { [key]: value };
}
