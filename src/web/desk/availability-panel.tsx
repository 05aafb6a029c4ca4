import { Button, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { AgentBody } from '../../contract/agents.ts';
import { api } from '../api/api.ts';
import { useProblemText } from '../api/use-problem-text.ts';
import { clockText, sinceMs } from '../clock/duration.ts';

const CHOICES = [
  ['available', 'desk.setAvailable'],
  ['away', 'desk.setAway'],
  ['offDuty', 'desk.setOffDuty'],
] as const;

/** What the agent asks for themselves, and how long they have been what they are. */
export function AvailabilityPanel({ agent, now }: { agent: AgentBody | undefined; now: number }) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const set = useMutation({
    mutationFn: api.setAvailability,
    onError: (error) => {
      notifications.show({ color: 'red', message: problemText(error) });
    },
  });
  const engaged =
    agent?.availability === 'ringing' ||
    agent?.availability === 'talking' ||
    agent?.availability === 'wrapUp';
  return (
    <section className="surface desk-block" aria-label={t('desk.myState')}>
      <div className="desk-row">
        <Text fw={650} role="status" aria-live="polite">
          {agent ? t(`availability.${agent.availability}`) : '…'}
        </Text>
        {agent && (
          <Text className="clock" fz="lg" aria-hidden="true">
            {clockText(sinceMs(agent.since, now))}
          </Text>
        )}
      </div>
      <div className="availability" role="group" aria-label={t('desk.myState')}>
        {CHOICES.map(([availability, label]) => {
          const chosen = agent?.availability === availability;
          return (
            <Button
              key={availability}
              h={44}
              px={6}
              variant={chosen ? 'filled' : 'default'}
              color={availability === 'available' ? 'opora' : 'gray.7'}
              aria-pressed={chosen}
              disabled={!agent}
              loading={set.isPending && set.variables.availability === availability}
              onClick={() => {
                set.mutate({ availability });
              }}
            >
              {t(label)}
            </Button>
          );
        })}
      </div>
      {engaged && set.isSuccess && set.variables.availability !== 'available' && (
        <Text size="xs" c="dimmed">
          {t('desk.afterCall')}
        </Text>
      )}
    </section>
  );
}
