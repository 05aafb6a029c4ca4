import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Me } from '../../contract/session.ts';
import { api } from './api.ts';
import { isPassing, ProblemError } from './problem-error.ts';

export const sessionKey = ['session'] as const;

/** Who is signed in; null when nobody is. While the service is away it keeps asking. */
export const sessionQuery = queryOptions({
  queryKey: sessionKey,
  queryFn: async (): Promise<Me | null> => {
    try {
      return await api.me();
    } catch (error) {
      if (error instanceof ProblemError && error.status === 401) return null;
      throw error;
    }
  },
  staleTime: Infinity,
  retry: (_, error) => isPassing(error),
  retryDelay: (attempt) => Math.min(5_000, 500 * 2 ** attempt),
});

/** The person signed in, for pages behind the sign-in. */
export function useMe(): Me | null | undefined {
  return useQuery(sessionQuery).data;
}

/** Ends the session here and at the service. */
export function useSignOut(): () => Promise<void> {
  const queries = useQueryClient();
  return async () => {
    await api.signOut();
    queries.setQueryData(sessionKey, null);
  };
}
