import { useTranslation } from 'react-i18next';
import type { WallIncident } from '../../contract/wall.ts';
import { clockText, countdownText } from '../clock/duration.ts';
import { incidentClock } from '../incidents/incident-clock.ts';

const SHOWN = 6;

/** Open call-outs and their clocks: the colour is also a word. */
export function IncidentBoard(props: { incidents: readonly WallIncident[]; now: number }) {
  const { t } = useTranslation();
  const { incidents } = props;
  return (
    <section className="board board-incidents" aria-label={t('wall.incidents')}>
      <h2>
        {t('wall.incidents')} <strong className="clock">{incidents.length}</strong>
      </h2>
      {incidents.length === 0 && <p className="wall-empty">{t('wall.noIncidents')}</p>}
      <ul className="wall-rows">
        {incidents.slice(0, SHOWN).map((incident) => {
          const clock = incidentClock(incident, props.now);
          return (
            <li
              key={incident.id}
              className="wall-incident"
              data-phase={incident.phase}
              data-signal={incident.signalNumber}
            >
              <span className="wall-line">
                <span>{incident.municipalityName}</span>
                <small className="clock">
                  {shortNumber(incident.signalNumber)} ·{' '}
                  {incident.brigadeName ?? t('incident.noBrigade')}
                </small>
              </span>
              <span>
                <span>{t(`incident.${incident.phase}`)}</span>
                <small className={`level-${clock.level}`}>{t(`incident.${clock.level}`)}</small>
              </span>
              <span className={`clock level-${clock.level}`}>
                {clock.reads === 'toLeave' ? countdownText(clock.ms) : clockText(clock.ms)}
                <small>{clock.reads === 'closed' ? '' : t(`incident.${clock.reads}`)}</small>
              </span>
            </li>
          );
        })}
        {incidents.length > SHOWN && <li>{t('wall.more', { count: incidents.length - SHOWN })}</li>}
      </ul>
    </section>
  );
}

/** The last part of a signal's number: region and year are the same all over a wall. */
function shortNumber(number: string): string {
  return number.slice(number.lastIndexOf('-') + 1);
}
