import type { FallbackRecord } from '../../domain/calls/fallback-record.ts';

/** The AstDB family in which the dialplan keeps its records; see `dialplan/extensions.conf`. */
export const FALLBACK_FAMILY = 'opora-fallback';

/** The AMI event (`UserEvent: OporaFallback`) that tells of a completed record. */
export const FALLBACK_USER_EVENT = 'OporaFallback';

/** Why the dialplan handled a call without the service. */
export type FallbackReason = 'no-beat' | 'refused' | 'lease-expired' | 'handed-back';

export type ParsedFallback = {
  /**
   * True until the dialplan completes it. A record that is still open although its channel is gone
   * was left by a switch that died: it stands as abandoned, ended when it arrived.
   */
  readonly open: boolean;
  readonly reason: FallbackReason;
  readonly record: FallbackRecord;
};

/**
 * Reads a record out of the AstDB. `key` as AMI's `DBGetTree` gives it (`/opora-fallback/ID`) or the
 * id alone, `value` the ten fields parted by `|`. Null for what is no record of ours: one damaged
 * entry must not hide the others.
 */
export function parseFallbackRecord(key: string, value: string): ParsedFallback | null {
  const id = key.replace(`/${FALLBACK_FAMILY}/`, '');
  const fields = value.split('|');
  if (fields.length !== 10 || !/^[\w.-]+$/.test(id)) return null;
  const [dialled = '', callerNumber = '', , reason = '', outcome = '', by = ''] = fields;
  const [arrivedAt, waitedMs, talkedMs, endedAt] = [2, 6, 7, 9].map((i) => count(fields[i] ?? ''));
  const recording = fields[8] ?? '';
  if (arrivedAt === undefined || waitedMs === undefined) return null;
  if (talkedMs === undefined || endedAt === undefined) return null;
  if (!isReason(reason) || !isOutcome(outcome)) return null;
  return {
    open: outcome === 'open',
    reason,
    record: {
      id,
      dialled,
      callerNumber,
      arrivedAt,
      endedAt: outcome === 'open' ? arrivedAt : endedAt,
      outcome: outcome === 'open' ? 'abandoned' : outcome,
      waitedMs,
      talkedMs,
      ...(by === '' ? {} : { answeredBy: by }),
      ...(recording === '' ? {} : { recording }),
    },
  };
}

/** Milliseconds; a clock that was set back meanwhile gives a negative span, which counts as none. */
function count(text: string): number | undefined {
  return /^-?\d{1,15}$/.test(text) ? Math.max(0, Number(text)) : undefined;
}

function isReason(text: string): text is FallbackReason {
  return ['no-beat', 'refused', 'lease-expired', 'handed-back'].includes(text);
}

function isOutcome(text: string): text is FallbackRecord['outcome'] | 'open' {
  return ['open', 'answered', 'voicemail', 'abandoned'].includes(text);
}
