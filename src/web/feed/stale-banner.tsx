import { useTranslation } from 'react-i18next';
import { clockText } from '../clock/duration.ts';
import { useNow } from '../clock/use-now.ts';
import type { FeedState } from './feed-state.ts';

/** Says loudly, over the whole width, that what the page shows is old. */
export function StaleBanner({ feed, outdated }: { feed: FeedState; outdated: boolean }) {
  const { t } = useTranslation();
  const now = useNow(0);
  if (feed.link === 'lost') {
    return (
      <div role="alert" className="stale-banner">
        <strong>{t('feed.lost')}</strong>
        {feed.heardAt !== undefined && (
          <span aria-live="off">{t('feed.lostFor', { ago: clockText(now - feed.heardAt) })}</span>
        )}
      </div>
    );
  }
  if (outdated) {
    return (
      <div role="alert" className="stale-banner outdated">
        <strong>{t('feed.outdated')}</strong>
      </div>
    );
  }
  return null;
}
