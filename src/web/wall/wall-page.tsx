import { useTranslation } from 'react-i18next';
import { feedPaths } from '../api/api.ts';
import { secondText } from '../clock/duration.ts';
import { useNow } from '../clock/use-now.ts';
import { StaleBanner } from '../feed/stale-banner.tsx';
import { useFeed } from '../feed/use-feed.ts';
import { Shell } from '../shell/shell.tsx';
import { AgentBoard } from './agent-board.tsx';
import { HealthStrip } from './health-strip.tsx';
import { IncidentBoard } from './incident-board.tsx';
import { QueueBoard } from './queue-board.tsx';
import { readWallRows } from './read-wall-rows.ts';
import { TodayBoard } from './today-board.tsx';
import './wall.css';

const NORM = { share: 0.98, withinMs: 20_000 };

/** What the whole room sees: what goes wrong, and who is alone with it. */
export function WallPage() {
  const { t } = useTranslation();
  const feed = useFeed(feedPaths.wall);
  const wall = readWallRows(feed.rows);
  const ticking = useNow(feed.offsetMs);
  // Old rows with running clocks would look alive: what is shown is the moment last heard of.
  const now = feed.link === 'lost' ? (feed.heardAt ?? 0) + feed.offsetMs : ticking;
  const norm = wall.today?.norm ?? NORM;
  return (
    <Shell page="wall">
      <div className="wall-page" data-link={feed.link}>
        <StaleBanner feed={feed} outdated={wall.outdated} />
        <div className="wall">
          <QueueBoard waiting={wall.waiting} norm={norm} now={now} />
          <TodayBoard today={wall.today} />
          <AgentBoard agents={wall.agents} now={now} />
          <IncidentBoard incidents={wall.incidents} now={now} />
        </div>
        <footer className="wall-foot">
          <HealthStrip health={wall.health} />
          <span className="clock wall-data">
            {feed.heardAt === undefined
              ? t('feed.connecting')
              : t('feed.lastData', { time: secondText(feed.heardAt) })}
          </span>
        </footer>
      </div>
    </Shell>
  );
}
