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
  const button = (wanted: Triage) => (
    <Button
      color={wanted === 'emergency' ? 'red.9' : 'opora'}
      h={triage === undefined ? 72 : 48}
      fz={triage === undefined ? 20 : 16}
      leftSection={wanted === 'emergency' ? <IconAmbulance /> : <IconCalendarEvent />}
      loading={decide.isPending && decide.variables === wanted}
      disabled={decide.isPending && decide.variables !== wanted}
      onClick={() => {
        if (wanted === 'planned' || props.hasMunicipality) decide.mutate(wanted);
        else props.askMunicipality();
      }}
    >
      {t(`triage.${wanted}`)}
    </Button>
  );
  return (
    <div>
      {decide.isError && (
        <Alert role="alert" color="red.9" variant="filled" p="xs" mb={8}>
          {t('triage.failed')} {problemText(decide.error)}
        </Alert>
      )}
      {triage === undefined ? (
        <div className="triage" role="group" aria-label={t('triage.title')}>
          {button('emergency')}
          {button('planned')}
        </div>
      ) : (
        <div className={`triage-done triage-${triage}`}>
          <Text fw={700} fz="lg" role="status">
            {t(`triage.${triage}Done`)}
          </Text>
          {triagedAt !== undefined && (
            <Text size="sm">{t('triage.decidedAt', { time: hourText(triagedAt) })}</Text>
          )}
          {/* What looked planned may turn dangerous a sentence later. */}
          {triage === 'planned' && <div className="triage-raise">{button('emergency')}</div>}
        </div>
      )}
    </div>
  );
}
