import { useTranslation } from 'react-i18next';
import { clockText, countdownText, sinceMs, untilMs } from '../clock/duration.ts';
import { incidentClock } from '../incidents/incident-clock.ts';
import type { BrigadeStep } from './brigade-step.ts';

type Working = Extract<BrigadeStep, { incident: unknown }>;

/** The clock that matters at this step, with its colour said in words. */
export function StepClock({ step, now }: { step: Working; now: number }) {
  const { t } = useTranslation();
  const { incident } = step;
  if (step.shows === 'offer') {
    const leftMs = untilMs(incident.acceptBy, now);
    return (
      <section className="step-clock ground-late" role="alert">
        <strong>{t('brigade.offered')}</strong>
        {leftMs > 0 ? (
          <>
            <span>{t('brigade.acceptIn')}</span>
            <span className="clock step-time" aria-hidden="true">
              {countdownText(leftMs)}
            </span>
          </>
        ) : (
          <span>{t('brigade.offerOver')}</span>
        )}
      </section>
    );
  }
  const clock = incidentClock(incident, now);
  const reading = {
    leave:
      clock.reads === 'overdue'
        ? ([t('brigade.leaveLate'), clockText(clock.ms)] as const)
        : ([t('brigade.leaveIn'), countdownText(clock.ms)] as const),
    arrive: [t('brigade.enRouteFor'), clockText(sinceMs(incident.leftAt, now))] as const,
    finish: [t('brigade.onSceneFor'), clockText(sinceMs(incident.arrivedAt, now))] as const,
  }[step.says];
  const level = step.says === 'leave' ? clock.level : 'ok';
  return (
    <section className={`step-clock ground-${level}`} role="status">
      <strong>{t(`incident.${incident.phase}`)}</strong>
      <span>
        {reading[0]}
        {step.says === 'leave' && ` · ${t(`incident.${level}`)}`}
      </span>
      <span className="clock step-time" aria-hidden="true">
        {reading[1]}
      </span>
    </section>
  );
}
