import { useTranslation } from 'react-i18next';
import type { Ready } from '../../contract/health.ts';

/** Each call is a few entries that are written within a second: less than this is no news. */
const BEHIND_IS_NEWS = 20;
const PARTS = ['telephony', 'switchHealth', 'journal', 'database'] as const;

/** Which parts of the service work. */
export function HealthStrip({ health }: { health: Ready | undefined }) {
  const { t } = useTranslation();
  return (
    <ul className="wall-health" aria-label={t('wall.health')}>
      {health &&
        PARTS.map((part) => {
          const up = health.parts[part] === 'up';
          return (
            <li key={part} data-part={part} data-state={health.parts[part]}>
              <span className={`dot dot-${up ? 'ok' : 'late'}`} aria-hidden="true" />
              {t(`wall.${part}`)}:{' '}
              <strong className={up ? undefined : 'level-late'}>
                {up ? t('wall.up') : t('wall.down')}
              </strong>
            </li>
          );
        })}
      {health && health.recordBehind >= BEHIND_IS_NEWS && (
        <li className="level-warned">{t('wall.recordBehind', { count: health.recordBehind })}</li>
      )}
    </ul>
  );
}
