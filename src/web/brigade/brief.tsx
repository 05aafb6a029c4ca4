import { useTranslation } from 'react-i18next';
import type { BrigadeRows } from '../../contract/desk.ts';

/** Where, what, who: what a brigade needs to go. */
export function Brief(props: { brief: BrigadeRows['signal'] | undefined; number: string }) {
  const { t } = useTranslation();
  const { brief } = props;
  return (
    <dl className="brief">
      <dt className="clock brief-number">{brief?.number ?? props.number}</dt>
      {(['where', 'what', 'who'] as const).map((field) => (
        <div key={field} className={`brief-${field}`}>
          <dt>{t(`brigade.${field}`)}</dt>
          <dd>{brief?.[field] ? brief[field] : t('brigade.unknown')}</dd>
        </div>
      ))}
    </dl>
  );
}
