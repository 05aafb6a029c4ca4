import type { SignalBody } from '../../contract/signals.ts';
import type { SignalView } from '../../ports/signals-store.ts';
import { incidentBody } from '../dispatch/incident-body.ts';
import { callBody } from '../feeds/call-body.ts';

/** A signal as the desk sees it: the caller masked, with its call and its incident. */
export function signalBody({ signal, call, incident }: SignalView): SignalBody {
  return {
    id: signal.id,
    number: signal.number,
    source: signal.source,
    line: signal.lineId,
    lineTitle: signal.lineTitle,
    ...(signal.caller.kind === 'known' && { callerMasked: signal.caller.masked }),
    createdAt: new Date(signal.createdAt).toISOString(),
    card: { ...signal.card },
    version: signal.version,
    ...(signal.triage !== undefined && { triage: signal.triage }),
    ...(signal.triagedAt !== undefined && { triagedAt: new Date(signal.triagedAt).toISOString() }),
    ...(signal.note !== undefined && { note: signal.note }),
    ...(call && { call: callBody(call) }),
    ...(incident && { incident: incidentBody(incident) }),
  };
}
