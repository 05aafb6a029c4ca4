import { Alert, Button, Text } from '@mantine/core';
import { IconAmbulance, IconCalendarEvent } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { SignalBody } from '../../contract/signals.ts';
import { api } from '../api/api.ts';
import { ProblemError } from '../api/problem-error.ts';
import { useProblemText } from '../api/use-problem-text.ts';
import { hourText } from '../clock/duration.ts';

type Triage = NonNullable<SignalBody['triage']>;

/**
 * The decision. One press, no question back; the press that cannot be right (a brigade to nowhere)
 * leads to what is missing, and a second press of the same button sends nothing twice.
 */
export function TriagePanel(props: {
  signal: SignalBody;
  hasMunicipality: boolean;
  saveCard: () => Promise<void>;
  askMunicipality: () => void;
}) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const { signal } = props;
  const decide = useMutation({
    mutationFn: async (triage: Triage) => {
      // The brigade reads the card: what was typed goes first.
      await props.saveCard();
      return api.triage(signal.id, triage);
    },
    onError: (error) => {
      if (error instanceof ProblemError && error.code === 'municipality-missing') {
        props.askMunicipality();
      }
    },
  });
  const triage = signal.triage ?? decide.data?.triage;
  const triagedAt = signal.triagedAt ?? decide.data?.triagedAt;
  if (triage !== undefined) {
    return (
      <div className={`triage-done triage-${triage}`} role="status">
        <Text fw={700} fz="lg">
          {t(`triage.${triage}Done`)}
        </Text>
        {triagedAt !== undefined && (
          <Text size="sm">{t('triage.decidedAt', { time: hourText(triagedAt) })}</Text>
        )}
      </div>
    );
  }
  return (
    <div>
      {decide.isError && (
        <Alert role="alert" color="red" variant="filled" p="xs" mb={8}>
          {t('triage.failed')} {problemText(decide.error)}
        </Alert>
      )}
      <div className="triage" role="group" aria-label={t('triage.title')}>
        <Button
          color="red.8"
          h={72}
          fz={20}
          leftSection={<IconAmbulance size={28} />}
          loading={decide.isPending && decide.variables === 'emergency'}
          disabled={decide.isPending && decide.variables !== 'emergency'}
          onClick={() => {
            if (props.hasMunicipality) decide.mutate('emergency');
            else props.askMunicipality();
          }}
        >
          {t('triage.emergency')}
        </Button>
        <Button
          h={72}
          fz={20}
          leftSection={<IconCalendarEvent size={28} />}
          loading={decide.isPending && decide.variables === 'planned'}
          disabled={decide.isPending && decide.variables !== 'planned'}
          onClick={() => {
            decide.mutate('planned');
          }}
        >
          {t('triage.planned')}
        </Button>
      </div>
    </div>
  );
}
