import type { FastifyInstance } from 'fastify';
import { RandomIds } from '../../../src/adapters/system/random-ids.ts';
import { SystemClock } from '../../../src/adapters/system/system-clock.ts';
import { OpenSessions } from '../../../src/app/access/open-sessions.ts';
import { SignIn } from '../../../src/app/access/sign-in.ts';
import { BrigadeFeeds } from '../../../src/app/feeds/brigade-feeds.ts';
import { DeskFeeds } from '../../../src/app/feeds/desk-feeds.ts';
import { Feed } from '../../../src/app/feeds/feed.ts';
import type { Agent } from '../../../src/domain/roster/agent.ts';
import { Problem } from '../../../src/domain/shared/problem.ts';
import type { Log } from '../../../src/ports/system.ts';
import { buildApp } from '../../../src/http/app.ts';
import type { HttpDeps, HttpSettings } from '../../../src/http/deps.ts';
import { Metrics } from '../../../src/http/metrics.ts';
import { Accounts, plainPasswords, SessionsInMemory } from './accounts.ts';
import { brigade, call, incident, line, ready, signal } from './examples.ts';

export interface TestService {
  readonly app: FastifyInstance;
  readonly deps: HttpDeps;
  readonly accounts: Accounts;
  readonly record: SessionsInMemory;
  readonly desk: { agentsOnDuty: Agent[]; wanted: string[] };
  readonly deskFeeds: DeskFeeds;
  readonly brigadeFeeds: BrigadeFeeds;
  readonly logged: string[];
}

/** The real HTTP side over use cases in memory. */
export async function startService(settings: Partial<HttpSettings> = {}): Promise<TestService> {
  const made = useCases();
  const deps: HttpDeps = {
    ...made.deps,
    settings: {
      publicUrl: 'http://127.0.0.1:8080',
      sessionSecret: 'a secret of a test that is long enough',
      pagesDir: import.meta.dirname,
      switchOrigins: ['ws://127.0.0.1:8088'],
      demo: true,
      signInsPerMinute: null,
      ...settings,
    },
  };
  return { ...made, deps, app: await buildApp(deps) };
}

function useCases() {
  const clock = new SystemClock();
  const ids = new RandomIds();
  const logged: string[] = [];
  const log = logInto(logged);
  const accounts = new Accounts();
  const record = new SessionsInMemory();
  const desk = { agentsOnDuty: [agent('anna'), agent('boris')], wanted: [] as string[] };
  const roster = {
    agents: () => desk.agentsOnDuty,
    calls: () => [],
    wantAvailability: (agentId: string, availability: string) => {
      if (!desk.agentsOnDuty.some(({ id }) => id === agentId)) {
        throw new Problem('no-such-agent', 'No such agent');
      }
      desk.wanted.push(`${agentId} ${availability}`);
    },
    endWrapUp: (agentId: string) => void desk.wanted.push(`${agentId} done`),
  };
  const health = { ready: () => ready };
  const signalOf = () => Promise.resolve(signal);
  const deskFeeds = new DeskFeeds({
    clock,
    ids,
    log,
    desk: roster,
    signalOf,
    callOf: () => Promise.resolve(call),
  });
  const brigadeFeeds = new BrigadeFeeds({
    clock,
    ids,
    log,
    signalOf,
    brigadeOf: () => Promise.resolve(brigade),
    incidentOf: () => Promise.resolve(incident),
  });
  const deps: Omit<HttpDeps, 'settings'> = {
    clock,
    ids,
    log,
    signIn: new SignIn({ clock, passwords: plainPasswords, users: accounts }),
    sessions: new OpenSessions({ clock, ids, log, record }),
    metrics: new Metrics({ desk: roster, health }),
    lines: { all: () => [line] },
    roster,
    phoneOf: () => ({
      user: '101-web',
      password: 'sip',
      url: 'ws://127.0.0.1:8088/ws',
      realm: 'x',
    }),
    calls: { list: () => [call], one: (id) => (id === call.id ? call : undefined) },
    signals: signalsInMemory(),
    incidents: {
      list: () => [incident, { ...incident, id: 'incident-2', brigadeId: 'brigade-2' }],
      one: (id) =>
        id === 'incident-2'
          ? { ...incident, id, brigadeId: 'brigade-2' }
          : id === incident.id
            ? incident
            : undefined,
      brigadeSays: () => ({ ...incident, phase: 'accepted' }),
      cancel: () => ({ ...incident, phase: 'cancelled' }),
    },
    brigades: { list: () => [brigade], setService: () => brigade },
    municipalities: { all: () => [{ id: 'tobolsk', name: 'Тобольск', region: 'ТМН' }] },
    health,
    demo: {
      phone: () => ({
        phone: { user: 'citizen', password: 'sip', url: 'ws://127.0.0.1:8088/ws', realm: 'x' },
        lines: [line],
      }),
      logins: () => ({ logins: [] }),
    },
    feeds: {
      wall: new Feed({ clock, epoch: ids.next() }),
      desk: (agentId) => deskFeeds.of(agentId),
      brigade: (brigadeId) => brigadeFeeds.of(brigadeId),
    },
  };
  return { deps, accounts, record, desk, deskFeeds, brigadeFeeds, logged };
}

function signalsInMemory(): HttpDeps['signals'] {
  return {
    list: () => [signal],
    one: (id) => (id === signal.id ? signal : undefined),
    changeCard: ({ signalId, version }) => {
      if (signalId !== signal.id) throw new Problem('no-such-signal', 'There is none');
      if (version !== signal.version) {
        throw new Problem('card-changed-meanwhile', 'Changed', { version: signal.version });
      }
      return { ...signal, version: version + 1 };
    },
    triage: ({ triage }) => ({ ...signal, triage }),
  };
}

export function agent(id: string): Agent {
  return {
    id,
    name: id,
    skills: ['operator'],
    reachableAt: [`agent-${id}`],
    availability: 'available',
    since: 0,
  };
}

function logInto(logged: string[]): Log {
  const write = (message: string, fields?: Readonly<Record<string, unknown>>) =>
    void logged.push(`${message} ${JSON.stringify(fields)}`);
  return { info: write, warn: write, error: write };
}

/** Signs in and answers the cookie header for later requests. */
export async function signIn(app: FastifyInstance, login: string, password: string) {
  const answer = await app.inject({
    method: 'POST',
    url: '/api/session',
    payload: { login, password },
  });
  const cookie = answer.cookies.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`);
  return { answer, headers: { cookie: cookie.join('; ') } };
}
