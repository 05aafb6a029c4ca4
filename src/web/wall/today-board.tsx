import { useTranslation } from 'react-i18next';
import type { WallToday } from '../../contract/wall.ts';

/** The day in four counts and the share within the norm, the norm beside it. */
export function TodayBoard({ today }: { today: WallToday | undefined }) {
  const { t } = useTranslation();
  if (!today) return <section className="board" aria-label={t('wall.today')} />;
  const { norm, withinNorm } = today;
  const met = withinNorm === undefined ? undefined : withinNorm >= norm.share;
  const counts = [
    ['answered', today.answered],
    ['abandoned', today.abandoned],
    ['voicemail', today.voicemail],
  ] as const;
  return (
    <section className="board" aria-label={t('wall.today')}>
      <h2>
        {t('wall.today')} · {t('wall.arrived')} <strong className="clock">{today.arrived}</strong>
      </h2>
      <dl className="wall-counts">
        {counts.map(([name, count]) => (
          <div key={name}>
            <dt>{t(`wall.${name}`)}</dt>
            <dd
              className={`clock ${name === 'abandoned' && count > 0 ? 'level-late' : ''}`}
              data-count={name}
            >
              {count}
            </dd>
          </div>
        ))}
      </dl>
      <div className="wall-norm">
        <span className="wall-norm-name">
          {t('wall.within', { seconds: norm.withinMs / 1_000 })}
        </span>
        <strong
          className={`clock wall-share ${met === undefined ? 'wall-none' : met ? 'level-ok' : 'level-late'}`}
        >
          {withinNorm === undefined ? '—' : `${percent(withinNorm)} %`}
        </strong>
        <span className={met === false ? 'level-late' : undefined}>
          {t('wall.norm', { share: percent(norm.share) })} ·{' '}
          {met === undefined ? t('wall.noAnswers') : met ? t('wall.normMet') : t('wall.normMissed')}
        </span>
      </div>
    </section>
  );
}

/** Rounded down: 97.96 % is not the norm's 98 %. */
function percent(share: number): string {
  return (Math.floor(share * 1_000) / 10).toLocaleString('ru-RU');
}
