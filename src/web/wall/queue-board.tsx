import { useTranslation } from 'react-i18next';
import type { WallToday, WallWaiting } from '../../contract/wall.ts';
import { clockText, sinceMs } from '../clock/duration.ts';
import { waitLevel } from './wait-level.ts';

const SHOWN = 5;

/** The queue: how long the first has waited, huge, and who stands behind. */
export function QueueBoard(props: {
  waiting: readonly WallWaiting[];
  norm: WallToday['norm'];
  now: number;
}) {
  const { t } = useTranslation();
  const { waiting, norm, now } = props;
  const first = waiting[0];
  const level = first ? waitLevel(sinceMs(first.arrivedAt, now), norm) : 'ok';
  return (
    <section className={`board board-queue ground-wall-${level}`} aria-label={t('wall.queue')}>
      <div className="wall-longest">
        <h2>{t('wall.longest')}</h2>
        {first ? (
          <>
            <div className={`clock wall-huge level-${level}`} aria-live="off">
              {clockText(sinceMs(first.arrivedAt, now))}
            </div>
            <div className="wall-count">
              {t('wall.waiting')}: <strong className="clock">{waiting.length}</strong>
            </div>
          </>
        ) : (
          <>
            <div className="wall-calm level-ok">{t('wall.nobody')}</div>
            <div />
          </>
        )}
      </div>
      <ol className="wall-rows" aria-label={t('wall.waiting')}>
        {waiting.slice(0, SHOWN).map((call) => {
          const waitedMs = sinceMs(call.arrivedAt, now);
          return (
            <li key={call.callId}>
              <span className="wall-line">{call.lineTitle}</span>
              <span>{t(`wall.phase.${call.phase}`)}</span>
              <span className={`clock level-${waitLevel(waitedMs, norm)}`}>
                {clockText(waitedMs)}
              </span>
            </li>
          );
        })}
        {waiting.length > SHOWN && <li>{t('wall.more', { count: waiting.length - SHOWN })}</li>}
      </ol>
    </section>
  );
}
