import { Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, feedPaths } from '../api/api.ts';
import { useMe } from '../api/session-query.ts';
import { useProblemText } from '../api/use-problem-text.ts';
import { useNow } from '../clock/use-now.ts';
import { StaleBanner } from '../feed/stale-banner.tsx';
import { useFeed } from '../feed/use-feed.ts';
import type { MicrophoneProblem } from '../phone/microphone.ts';
import { PhoneNotices } from '../phone/phone-notices.tsx';
import { RemoteAudio } from '../phone/remote-audio.tsx';
import { useMicrophone } from '../phone/use-microphone.ts';
import { useSoftphone } from '../phone/use-softphone.ts';
import { useTone } from '../phone/use-tone.ts';
import { Shell } from '../shell/shell.tsx';
import { AvailabilityPanel } from './availability-panel.tsx';
import { CallPanel } from './call-panel.tsx';
import { CardPanel } from './card-panel.tsx';
import { deskMoment } from './desk-moment.ts';
import { PhonePanel } from './phone-panel.tsx';
import { readDeskRows } from './read-desk-rows.ts';
import { useDeskKeys } from './use-desk-keys.ts';
import './desk.css';

/** The duty psychologist's one screen. */
export function DeskPage() {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const me = useMe();
  const feed = useFeed(feedPaths.desk);
  const { agent, call, signal, waiting, outdated } = readDeskRows(feed.rows);
  const now = useNow(feed.offsetMs);
  const hasPhone = me?.phone !== undefined;
  const microphone = useMicrophone(hasPhone);
  const [refused, setRefused] = useState<MicrophoneProblem>();
  const phone = useSoftphone(me?.phone, true, setRefused);
  const moment = deskMoment(agent, phone.state);
  const rings = moment.shows === 'ring';
  useTone('ring', rings);
  useTitle(rings, t('desk.ringing'), t('desk.title'), t('product'));
  const ready = useMutation({
    mutationFn: api.endWrapUp,
    onError: (error) => {
      notifications.show({ color: 'red', message: problemText(error) });
    },
  });
  const talksHere = moment.shows === 'talk' && moment.here;
  useDeskKeys({
    answer: rings && moment.here ? phone.answer : undefined,
    toggleMute: talksHere
      ? () => {
          phone.setMuted(!moment.muted);
        }
      : undefined,
  });
  return (
    <Shell page="desk">
      <div className="desk-page">
        <StaleBanner feed={feed} outdated={outdated} />
        <div className="desk">
          <div className="desk-side">
            <AvailabilityPanel agent={agent} now={now} />
            <CallPanel
              moment={moment}
              call={call}
              signal={signal}
              now={now}
              remote={phone.remote}
              answer={phone.answer}
              hangUp={phone.hangUp}
              setMuted={phone.setMuted}
              ready={() => {
                ready.mutate();
              }}
              readyPending={ready.isPending}
            />
            <PhoneNotices
              microphone={refused ?? microphone.state}
              again={() => {
                setRefused(undefined);
                microphone.again();
              }}
              needsTone
            />
            <PhonePanel link={phone.state.link} hasPhone={hasPhone} waiting={waiting} now={now} />
          </div>
          {signal ? (
            <CardPanel key={signal.id} signal={signal} now={now} />
          ) : (
            <section className="surface card-panel card-none" aria-label={t('card.title')}>
              <Text fw={650} fz="xl">
                {t('desk.noCard')}
              </Text>
              <Text c="dimmed">{t('desk.noCardHint')}</Text>
            </section>
          )}
        </div>
        <RemoteAudio stream={phone.remote} />
      </div>
    </Shell>
  );
}

/** A ring shows in the tab's title, for a page that lies behind another. */
function useTitle(rings: boolean, ringing: string, page: string, product: string): void {
  useEffect(() => {
    document.title = rings ? `☎ ${ringing}` : `${page} — ${product}`;
  }, [rings, ringing, page, product]);
}
