import { Alert, Button, NativeSelect, Stack, Text, Title } from '@mantine/core';
import { IconPhone, IconPhoneOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.ts';
import { ProblemError } from '../api/problem-error.ts';
import { useProblemText } from '../api/use-problem-text.ts';
import { clockText } from '../clock/duration.ts';
import { useNow } from '../clock/use-now.ts';
import type { MicrophoneProblem } from '../phone/microphone.ts';
import { LevelMeter } from '../phone/level-meter.tsx';
import { PhoneNotices } from '../phone/phone-notices.tsx';
import type { PhoneState } from '../phone/phone-state.ts';
import { RemoteAudio } from '../phone/remote-audio.tsx';
import { useSoftphone } from '../phone/use-softphone.ts';
import { Shell } from '../shell/shell.tsx';
import { Keypad } from './keypad.tsx';
import './ring.css';

/** A citizen's phone in a page, for demonstrations. */
export function RingPage() {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const demo = useQuery({ queryKey: ['demo-phone'], queryFn: api.demoPhone, staleTime: Infinity });
  const [chosen, setChosen] = useState<string>();
  const [problem, setProblem] = useState<MicrophoneProblem>();
  const phone = useSoftphone(demo.data?.phone, false, setProblem);
  const now = useNow(0);
  const lines = demo.data?.lines ?? [];
  const number = chosen ?? lines[0]?.number;
  const line = lines.find((one) => one.number === number);
  const { call, link } = phone.state;
  const busy = call.phase !== 'none';
  return (
    <Shell page="ring">
      <div className="ring-page">
        <Title order={1} size="h2">
          {t('ring.title')}
        </Title>
        <Text c="dimmed" size="sm">
          {t('ring.about')}
        </Text>
        {demo.isError && (
          <Alert role="alert" color="red.9" variant="filled">
            {demo.error instanceof ProblemError && demo.error.status === 404
              ? t('ring.demoOnly')
              : problemText(demo.error)}
          </Alert>
        )}
        <Stack className="surface" p="md" gap="sm">
          {busy ? (
            <Text ta="center" fw={600}>
              {line?.title} · {line?.name}
            </Text>
          ) : (
            <NativeSelect
              label={t('ring.line')}
              size="md"
              value={number ?? ''}
              data={lines.map((one) => ({
                value: one.number,
                label: `${one.title} — ${one.name}`,
              }))}
              onChange={(event) => {
                setChosen(event.currentTarget.value);
              }}
            />
          )}
          <div className="ring-state" role="status">
            <Text fw={650} size="lg">
              {stateText(t, phone.state)}
            </Text>
            <Text size="sm" c="dimmed">
              {call.phase === 'talking' ? t('ring.talkingHint') : t(`phone.${link}`)}
            </Text>
          </div>
          {busy && (
            <Text className="clock" ta="center" fz={40} lh={1} aria-hidden="true">
              {clockText(now - call.since)}
            </Text>
          )}
          {busy ? (
            <Button
              color="red.9"
              h={72}
              fz="xl"
              leftSection={<IconPhoneOff />}
              onClick={phone.hangUp}
            >
              {t('ring.hangUp')}
            </Button>
          ) : (
            <Button
              h={72}
              fz="xl"
              leftSection={<IconPhone />}
              disabled={number === undefined || link !== 'ready'}
              onClick={() => {
                setProblem(undefined);
                if (number !== undefined) phone.call(number);
              }}
            >
              {t('ring.call')}
            </Button>
          )}
          <PhoneNotices
            microphone={problem ?? 'granted'}
            again={() => {
              setProblem(undefined);
            }}
            needsTone={false}
          />
          <div>
            <Text size="sm" mb={4}>
              {t('ring.heard')}
            </Text>
            <LevelMeter stream={phone.remote} label={t('ring.heard')} />
          </div>
          <Keypad disabled={call.phase !== 'talking'} press={phone.press} />
        </Stack>
        <RemoteAudio stream={phone.remote} />
      </div>
    </Shell>
  );
}

function stateText(t: ReturnType<typeof useTranslation>['t'], { call }: PhoneState): string {
  switch (call.phase) {
    case 'none':
      if (call.lastEnd === undefined) return t('ring.idle');
      if (call.lastEnd === 'over') return t('ring.ended');
      return t('ring.failed', { cause: t(`ring.cause.${call.lastEnd}`) });
    case 'dialing':
    case 'ringing':
    case 'answering':
      return t('ring.dialing');
    case 'early':
      return t('ring.waiting');
    case 'talking':
      return t('ring.talking');
  }
}
