import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { sessionKey } from '../api/session-query.ts';
import { FeedSocket } from './feed-socket.ts';
import { emptyFeed, type FeedState } from './feed-state.ts';

/**
 * Mirrors a feed while the page is shown. Rows are unchecked: read them through the page's own
 * reader. When the socket keeps being refused the session is asked again, so that an ended one
 * leads to the sign-in.
 */
export function useFeed(path: string): FeedState {
  const [state, setState] = useState(emptyFeed);
  const queries = useQueryClient();
  useEffect(() => {
    const socket = new FeedSocket({
      path,
      changed: () => {
        setState(socket.state);
      },
      refused: () => {
        void queries.invalidateQueries({ queryKey: sessionKey });
      },
    });
    return () => {
      socket.close();
    };
  }, [path, queries]);
  return state;
}
