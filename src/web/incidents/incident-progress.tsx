import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { IncidentBody } from '../../contract/incidents.ts';
import { clockText, countdownText, hourText, untilMs } from '../clock/duration.ts';
import { incidentClock } from './incident-clock.ts';
import './incident-progress.css';

const STEPS = [
  ['createdAt', 'incident.stepCreated'],
  ['offeredAt', 'incident.stepOffered'],
  ['acceptedAt', 'incident.stepAccepted'],
  ['leftAt', 'incident.stepLeft'],
  ['arrivedAt', 'incident.stepArrived'],
  ['finishedAt', 'incident.stepFinished'],
] as const;

/** How far the brigade is, step by step, with the one clock beside it. */
export function IncidentProgress({ incident, now }: { incident: IncidentBody; now: number }) {
  const { t } = useTranslation();
  const clock = incidentClock(incident, now);
  const closed = clock.reads === 'closed';
  return (
    <section className="incident" aria-label={t('incident.progress')}>
      <div className="incident-head">
        <div>
          <Text fw={700} fz="lg" lh={1.2} role="status" aria-live="polite">
            {t(`incident.${incident.phase}`)}
          </Text>
          <Text size="sm" lh={1.25}>
            {incident.brigadeName ?? incident.municipalityName}
            {incident.refusedBy.length > 0 &&
              ` · ${t('incident.refused', { count: incident.refusedBy.length })}`}
          </Text>
        </div>
        {incident.phase === 'offered' && incident.acceptBy !== undefined && (
          <Reading label={t('incident.toAccept')}>
            {countdownText(untilMs(incident.acceptBy, now))}
          </Reading>
        )}
        {!closed && (
          <Reading label={t(`incident.${clock.reads}`)} level={clock.level}>
            {clock.reads === 'toLeave' ? countdownText(clock.ms) : clockText(clock.ms)}
            <small>{t(`incident.${clock.level}`)}</small>
          </Reading>
        )}
      </div>
      <ol className="incident-steps">
        {STEPS.map(([key, label]) => (
          <li key={key} data-done={incident[key] !== undefined}>
            <span>{t(label)}</span>
            <span className="clock">
              {incident[key] === undefined ? '—' : hourText(incident[key])}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Reading(props: { label: string; level?: IncidentBody['clock']; children: ReactNode }) {
  return (
    <div className="incident-reading">
      <Text size="xs" lh={1.1}>
        {props.label}
      </Text>
      <div className={`clock incident-clock level-${props.level ?? 'plain'}`}>{props.children}</div>
    </div>
  );
}
