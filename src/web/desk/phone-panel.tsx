import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { clockText, sinceMs } from '../clock/duration.ts';
import type { PhoneLink } from '../phone/phone-state.ts';
import type { DeskWaiting } from './read-desk-rows.ts';

const LOOKS = {
  idle: 'off',
  connecting: 'off',
  ready: 'ok',
  lost: 'late',
  refused: 'late',
} as const;

/** The phone's registration and how many wait, in two lines. */
export function PhonePanel(props: {
  link: PhoneLink;
  hasPhone: boolean;
  waiting: DeskWaiting | undefined;
  now: number;
}) {
  const { t } = useTranslation();
  const { link, waiting } = props;
  const text = !props.hasPhone
    ? t('phone.none')
    : link === 'ready'
      ? t('phone.registered')
      : t(`phone.${link}`);
  const count = waiting?.count ?? 0;
  return (
    <section
      className="surface desk-block desk-facts"
      data-trouble={props.hasPhone && LOOKS[link] === 'late'}
    >
      <Text role="status" className="phone-link" data-link={props.hasPhone ? link : 'none'}>
        <span className={`dot dot-${props.hasPhone ? LOOKS[link] : 'off'}`} aria-hidden="true" />
        {text}
      </Text>
      <div className="desk-row">
        <Text>
          {t('desk.queue')}: <strong className="queue-count">{count}</strong>
        </Text>
        <Text className="clock" size="sm" c="dimmed" aria-live="off">
          {count === 0 || waiting?.longestSince === undefined
            ? t('desk.noQueue')
            : t('desk.longest', { time: clockText(sinceMs(waiting.longestSince, props.now)) })}
        </Text>
      </div>
    </section>
  );
}
