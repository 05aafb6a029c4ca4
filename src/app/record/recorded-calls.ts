import type { CallBody } from '../../contract/calls.ts';
import type { Call } from '../../domain/calls/call.ts';
import type { Instant } from '../../domain/shared/time.ts';
import type { RecordStore } from '../../ports/record-store.ts';
import { callBody } from '../feeds/call-body.ts';
import { storePage } from '../signals/signals.ts';

/** Calls as the record has them. Everything rejects with `RecordAway`. */
export class RecordedCalls {
  readonly #record: Pick<RecordStore, 'calls' | 'call' | 'callsSince'>;

  constructor(record: Pick<RecordStore, 'calls' | 'call' | 'callsSince'>) {
    this.#record = record;
  }

  /** Newest first. */
  async list(page: {
    readonly limit: number;
    readonly before?: string | undefined;
  }): Promise<CallBody[]> {
    return (await this.#record.calls(storePage(page))).map(callBody);
  }

  async one(id: string): Promise<CallBody | undefined> {
    const call = await this.#record.call(id);
    return call && callBody(call);
  }

  /** For today's numbers on the wall. */
  async since(moment: Instant): Promise<readonly Call[]> {
    return await this.#record.callsSince(moment);
  }
}
