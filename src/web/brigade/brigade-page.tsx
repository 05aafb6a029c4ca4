import { Alert, Text, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { BrigadeSays } from '../../contract/incidents.ts';
import { api, feedPaths } from '../api/api.ts';
import { useProblemText } from '../api/use-problem-text.ts';
import { useNow } from '../clock/use-now.ts';
import { StaleBanner } from '../feed/stale-banner.tsx';
import { useFeed } from '../feed/use-feed.ts';
import { PhoneNotices } from '../phone/phone-notices.tsx';
import { useTone } from '../phone/use-tone.ts';
import { Shell } from '../shell/shell.tsx';
import { brigadeStep } from './brigade-step.ts';
import { BrigadeIdle } from './brigade-idle.tsx';
import { Brief } from './brief.tsx';
import { readBrigadeRows } from './read-brigade-rows.ts';
import { ServiceToggle } from './service-toggle.tsx';
import { StepButtons } from './step-buttons.tsx';
import { StepClock } from './step-clock.tsx';
import './brigade.css';

/** A brigade's phone: one huge button at a time, for a hand in a glove. */
export function BrigadePage() {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const feed = useFeed(feedPaths.brigade);
  const { brigade, incident, brief, outdated } = readBrigadeRows(feed.rows);
  const now = useNow(feed.offsetMs);
  const step = brigadeStep(brigade, incident);
  useTone('alarm', step.shows === 'offer');
  const say = useMutation({
    mutationFn: ({ id, says }: { id: string; says: BrigadeSays }) => api.brigadeSays(id, says),
    // Dead spots are usual on the road; every word is safe to say twice.
    retry: 2,
  });
  const working = step.shows === 'offer' || step.shows === 'work';
  return (
    <Shell page="brigade">
      <div className="brigade-page">
        <StaleBanner feed={feed} outdated={outdated} />
        <header className="brigade-head">
          <div>
            <Title order={1} size="h4" lh={1.15}>
              {brigade?.name ?? t('brigade.title')}
            </Title>
            <Text size="sm" c="dimmed" lh={1.2}>
              {brigade?.municipalityName ?? t('feed.connecting')}
            </Text>
          </div>
          {brigade && !working && <ServiceToggle brigade={brigade} />}
        </header>
        <PhoneNotices microphone="granted" again={() => undefined} needsTone />
        {say.isError && (
          <Alert role="alert" color="red.9" variant="filled" p="xs">
            {t('brigade.notSaid')} {problemText(say.error)}
          </Alert>
        )}
        {working ? (
          <>
            <StepClock step={step} now={now} />
            <Brief brief={brief} number={step.incident.signalNumber} />
            <StepButtons
              step={step}
              pending={say.isPending ? say.variables.says : undefined}
              say={(says) => {
                say.mutate({ id: step.incident.id, says });
              }}
            />
          </>
        ) : (
          <BrigadeIdle shows={step.shows} />
        )}
      </div>
    </Shell>
  );
}
