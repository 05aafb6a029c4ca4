import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './theme/tokens.css';
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { hashKey, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { createRoot } from 'react-dom/client';
import { isPassing } from './api/problem-error.ts';
import { sessionKey } from './api/session-query.ts';
import { startI18n } from './i18n/i18n.ts';
import { buildRouter } from './router.tsx';
import { contrast, theme } from './theme/theme.ts';

await startI18n();

const queries = new QueryClient({
  defaultOptions: { queries: { retry: (count, error) => isPassing(error) && count < 5 } },
});
const router = buildRouter(queries);

// A session that ended while a page was open: the guards decide anew.
queries.getQueryCache().subscribe((event) => {
  const ended =
    event.type === 'updated' &&
    event.query.queryHash === hashKey(sessionKey) &&
    event.query.state.data === null;
  if (ended) void router.invalidate();
});

const place = document.getElementById('root');
if (!place) throw new Error('The page has no #root to stand on');
createRoot(place).render(
  <MantineProvider theme={theme} cssVariablesResolver={contrast} defaultColorScheme="light">
    <Notifications position="top-center" />
    <QueryClientProvider client={queries}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </MantineProvider>,
);
