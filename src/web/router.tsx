import { Loader } from '@mantine/core';
import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { sessionQuery } from './api/session-query.ts';
import { CrashPage } from './shell/crash-page.tsx';
import { NotFoundPage } from './shell/not-found-page.tsx';
import { homeOf, pagesOf, type PageName } from './shell/pages-of.ts';

interface Context {
  readonly queries: QueryClient;
}

/** Asks the service once; afterwards signing in and out keep the answer true. */
const whoIs = ({ queries }: Context) => queries.query({ ...sessionQuery, staleTime: 'static' });

const root = createRootRouteWithContext<Context>()({
  component: Outlet,
  notFoundComponent: NotFoundPage,
});

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: async ({ context }) => {
    const me = await whoIs(context);
    redirect({ to: me ? homeOf(me.role) : '/sign-in', throw: true });
  },
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  beforeLoad: async ({ context }) => {
    const me = await whoIs(context);
    if (me) redirect({ to: homeOf(me.role), throw: true });
  },
  component: lazyRouteComponent(() => import('./sign-in/sign-in-page.tsx'), 'SignInPage'),
});

/** Strangers go to the sign-in; people on a page of another role go to their own. */
const guarded =
  (page: PageName) =>
  async ({ context }: { context: Context }): Promise<void> => {
    const me = await whoIs(context);
    if (me && pagesOf(me.role, me.demo).includes(page)) return;
    redirect({ to: me ? homeOf(me.role) : '/sign-in', throw: true });
  };

const desk = createRoute({
  getParentRoute: () => root,
  path: '/desk',
  beforeLoad: guarded('desk'),
  component: lazyRouteComponent(() => import('./desk/desk-page.tsx'), 'DeskPage'),
});

const brigade = createRoute({
  getParentRoute: () => root,
  path: '/brigade',
  beforeLoad: guarded('brigade'),
  component: lazyRouteComponent(() => import('./brigade/brigade-page.tsx'), 'BrigadePage'),
});

const wall = createRoute({
  getParentRoute: () => root,
  path: '/wall',
  beforeLoad: guarded('wall'),
  component: lazyRouteComponent(() => import('./wall/wall-page.tsx'), 'WallPage'),
});

const ring = createRoute({
  getParentRoute: () => root,
  path: '/ring',
  component: lazyRouteComponent(() => import('./ring/ring-page.tsx'), 'RingPage'),
});

/** The addresses of the screens and who may open them. */
export function buildRouter(queries: QueryClient) {
  return createRouter({
    routeTree: root.addChildren([home, signIn, desk, brigade, wall, ring]),
    context: { queries },
    defaultPendingComponent: () => (
      <div className="centred">
        <Loader />
      </div>
    ),
    defaultErrorComponent: CrashPage,
    defaultNotFoundComponent: NotFoundPage,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof buildRouter>;
  }
}
