import { Button, Kbd, Text } from '@mantine/core';
import {
  IconMicrophone,
  IconMicrophoneOff,
  IconPhone,
  IconPhoneIncoming,
  IconPhoneOff,
} from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallBody } from '../../contract/calls.ts';
import type { SignalBody } from '../../contract/signals.ts';
import { clockText, countdownText, sinceMs, untilMs } from '../clock/duration.ts';
import { LevelMeter } from '../phone/level-meter.tsx';
import type { DeskMoment } from './desk-moment.ts';

export interface CallPanelProps {
  readonly moment: DeskMoment;
  readonly call: CallBody | undefined;
  readonly signal: SignalBody | undefined;
  readonly now: number;
  readonly remote: MediaStream | undefined;
  readonly answer: () => void;
  readonly hangUp: () => void;
  readonly setMuted: (muted: boolean) => void;
  readonly ready: () => void;
  readonly readyPending: boolean;
}

/** The call as it stands: nothing, a ring, a talk, the pause after it. */
export function CallPanel(props: CallPanelProps) {
  const { moment } = props;
  switch (moment.shows) {
    case 'idle':
      return <Idle availability={moment.availability} />;
    case 'ring':
    case 'answering':
      return <Ring {...props} here={moment.shows === 'answering' || moment.here} />;
    case 'talk':
      return <Talk {...props} here={moment.here} muted={moment.muted} />;
    case 'wrapUp':
      return <WrapUp {...props} until={moment.until} />;
  }
}

function Idle({ availability }: { availability: 'offDuty' | 'away' | 'available' }) {
  const { t } = useTranslation();
  const [title, hint] = (
    {
      available: ['desk.idleAvailable', 'desk.idleAvailableHint'],
      away: ['desk.idleAway', 'desk.idleAwayHint'],
      offDuty: ['desk.idleOffDuty', 'desk.idleOffDutyHint'],
    } as const
  )[availability];
  return (
    <section className="surface desk-block call-idle" aria-live="polite">
      <Text fw={650} fz="xl">
        {t(title)}
      </Text>
      <Text c="dimmed">{t(hint)}</Text>
    </section>
  );
}

function Ring(props: CallPanelProps & { here: boolean }) {
  const { t } = useTranslation();
  const button = useRef<HTMLButtonElement>(null);
  const answering = props.moment.shows === 'answering';
  const { here } = props;
  useEffect(() => {
    // A hand that is typing keeps its field; an idle one finds the answer under Enter.
    const typing = document.activeElement?.closest('input, textarea') ?? null;
    if (here && typing === null) button.current?.focus();
  }, [here]);
  return (
    <section className="surface desk-block call-ring" role="alert" aria-label={t('desk.ringing')}>
      <div className="desk-row">
        <Text fw={700} fz="xl" className="call-title">
          <IconPhoneIncoming size={26} aria-hidden="true" /> {t('desk.ringing')}
        </Text>
        {props.call && (
          <Text className="clock" fz="xl" fw={650} aria-hidden="true">
            {t('desk.waited', { time: clockText(sinceMs(props.call.arrivedAt, props.now)) })}
          </Text>
        )}
      </div>
      <Caller {...props} />
      {here ? (
        <Button
          ref={button}
          h={96}
          fz={26}
          fullWidth
          leftSection={<IconPhone size={30} />}
          aria-label={t('desk.answer')}
          loading={answering}
          onClick={props.answer}
        >
          {t('desk.answer')}
        </Button>
      ) : (
        <Text fw={650} fz="lg">
          {t('desk.onHandset')}
        </Text>
      )}
      {here && (
        <Text size="sm" ta="center" c="dimmed">
          {answering ? t('desk.answering') : <Kbd>{t('desk.answerKey')}</Kbd>}
        </Text>
      )}
    </section>
  );
}

function Talk(props: CallPanelProps & { here: boolean; muted: boolean }) {
  const { t } = useTranslation();
  const { muted } = props;
  return (
    <section className="surface desk-block call-talk" aria-label={t('desk.talking')}>
      <div className="desk-row">
        <Text fw={700} fz="xl" role="status">
          {t('desk.talking')}
        </Text>
        <Text className="clock" fz={32} lh={1} fw={650} aria-hidden="true">
          {props.call ? clockText(sinceMs(props.call.answeredAt, props.now)) : ''}
        </Text>
      </div>
      <Caller {...props} />
      <LevelMeter stream={props.remote} />
      {muted && (
        <Text fw={700} role="alert" className="level-late">
          {t('desk.muted')}
        </Text>
      )}
      {props.here && (
        <div className="call-buttons">
          <Button
            h={64}
            px={10}
            variant={muted ? 'filled' : 'default'}
            color="orange.9"
            aria-pressed={muted}
            aria-label={muted ? t('desk.unmute') : t('desk.mute')}
            title={t('desk.muteKey')}
            leftSection={muted ? <IconMicrophoneOff /> : <IconMicrophone />}
            rightSection={<Kbd>{t('desk.muteKey')}</Kbd>}
            onClick={() => {
              props.setMuted(!muted);
            }}
          >
            <span className="two-lines">{muted ? t('desk.unmute') : t('desk.mute')}</span>
          </Button>
          <Button h={64} color="red.9" leftSection={<IconPhoneOff />} onClick={props.hangUp}>
            <span className="two-lines">{t('desk.hangUp')}</span>
          </Button>
        </div>
      )}
    </section>
  );
}

function WrapUp(props: CallPanelProps & { until: string | undefined }) {
  const { t } = useTranslation();
  const leftMs = untilMs(props.until, props.now);
  return (
    <section className="surface desk-block" aria-label={t('desk.wrapUp')}>
      <Text fw={700} fz="xl" role="status">
        {t('desk.wrapUp')}
      </Text>
      <Text className="clock" fz="lg" style={{ whiteSpace: 'normal' }} aria-hidden="true">
        {leftMs > 0 ? t('desk.wrapUpLeft', { time: countdownText(leftMs) }) : t('desk.wrapUpOver')}
      </Text>
      <Button h={72} fz={22} fullWidth loading={props.readyPending} onClick={props.ready}>
        {t('desk.ready')}
      </Button>
    </section>
  );
}

function Caller({ call, signal }: CallPanelProps) {
  const { t } = useTranslation();
  return (
    <div>
      <Text fw={650} fz="lg" lh={1.2}>
        {signal?.lineTitle ?? call?.line ?? ' '}
      </Text>
      <Text c="dimmed" className="clock">
        {call?.callerMasked ?? signal?.callerMasked ?? t('desk.hiddenNumber')}
      </Text>
    </div>
  );
}
