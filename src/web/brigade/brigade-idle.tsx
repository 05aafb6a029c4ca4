import { Button, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.ts';
import { useProblemText } from '../api/use-problem-text.ts';
import type { BrigadeStep } from './brigade-step.ts';

const WORDS = {
  unknown: ['feed.connecting', undefined],
  rest: ['brigade.resting', 'brigade.restingHint'],
  waiting: ['brigade.waiting', 'brigade.waitingHint'],
  clearing: ['brigade.clearing', 'brigade.clearingHint'],
} as const;

/** Between call-outs: what the brigade waits for, and the way back to service. */
export function BrigadeIdle({ shows }: { shows: Exclude<BrigadeStep['shows'], 'offer' | 'work'> }) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const serve = useMutation({
    mutationFn: () => api.setBrigadeService(true),
    onError: (error) => notifications.show({ color: 'red', message: problemText(error) }),
  });
  const [title, hint] = WORDS[shows];
  return (
    <>
      <section className="brigade-idle" role="status">
        <Text fw={700} fz={26}>
          {t(title)}
        </Text>
        {hint && <Text c="dimmed">{t(hint)}</Text>}
      </section>
      {(shows === 'rest' || shows === 'clearing') && (
        <Button className="step-main" loading={serve.isPending} onClick={() => serve.mutate()}>
          {shows === 'rest' ? t('brigade.toService') : t('brigade.free')}
        </Button>
      )}
    </>
  );
}
