import type { CallBody } from '../../../src/contract/calls.ts';
import type { Ready } from '../../../src/contract/health.ts';
import type { BrigadeBody, IncidentBody } from '../../../src/contract/incidents.ts';
import type { LineBody } from '../../../src/contract/lines.ts';
import type { SignalBody } from '../../../src/contract/signals.ts';
import { familyLine } from '../../kit/people.ts';

const MORNING = '2026-01-15T07:00:00.000Z';

export const line: LineBody = { ...familyLine, ladder: [...familyLine.ladder] };

export const call: CallBody = {
  id: 'opora-1.1',
  signalId: 'signal-1',
  signalNumber: 'ТМН-2026-000001',
  line: 'tyumen',
  phase: 'talking',
  callerMasked: '··· 01',
  arrivedAt: MORNING,
  agentId: 'anna',
  missedBy: [],
  keys: '',
};

export const signal: SignalBody = {
  id: 'signal-1',
  number: 'ТМН-2026-000001',
  source: 'call',
  line: 'tyumen',
  lineTitle: '8-800-200-72-01',
  callerMasked: '··· 01',
  createdAt: MORNING,
  card: { who: '', what: '', where: '', municipality: '' },
  version: 1,
};

export const incident: IncidentBody = {
  id: 'incident-1',
  signalId: 'signal-1',
  signalNumber: 'ТМН-2026-000001',
  municipality: 'tobolsk',
  municipalityName: 'Тобольск',
  phase: 'offered',
  brigadeId: 'brigade-1',
  brigadeName: 'Бригада 1',
  createdAt: MORNING,
  warnAt: MORNING,
  leaveBy: MORNING,
  clock: 'ok',
  refusedBy: [],
};

export const brigade: BrigadeBody = {
  id: 'brigade-1',
  name: 'Бригада 1',
  municipality: 'tobolsk',
  municipalityName: 'Тобольск',
  state: 'assigned',
  since: MORNING,
  incidentId: 'incident-1',
};

export const ready: Ready = {
  ready: true,
  parts: { telephony: 'up', switchHealth: 'up', journal: 'up', database: 'up' },
  recordBehind: 0,
};
