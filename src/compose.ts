import { join } from 'node:path';
import { AmiSwitchHealth } from './adapters/asterisk/ami-switch-health.ts';
import { connectTelephony } from './adapters/asterisk/connect-telephony.ts';
import { SqliteJournal } from './adapters/journal/sqlite-journal.ts';
import { postgresAgents } from './adapters/postgres/agents-store.ts';
import { connectPostgres } from './adapters/postgres/connect.ts';
import { surviveDriverFaults } from './adapters/postgres/driver-fault.ts';
import { postgresDispatch } from './adapters/postgres/dispatch-store.ts';
import { postgresLines } from './adapters/postgres/lines-store.ts';
import { migrate } from './adapters/postgres/migrate.ts';
import { postgresRecord } from './adapters/postgres/record-store.ts';
import { postgresSessions } from './adapters/postgres/sessions-store.ts';
import { postgresSignals } from './adapters/postgres/signals-store.ts';
import { postgresUsers } from './adapters/postgres/users-store.ts';
import { ArgonPasswords } from './adapters/system/argon-passwords.ts';
import { pinoLog } from './adapters/system/pino-log.ts';
import { RandomIds } from './adapters/system/random-ids.ts';
import { removeRunning, writeRunning, type Running } from './adapters/system/running-file.ts';
import { SealingVault } from './adapters/system/sealing-vault.ts';
import { SystemClock } from './adapters/system/system-clock.ts';
import { OpenSessions } from './app/access/open-sessions.ts';
import { SignIn } from './app/access/sign-in.ts';
import { Controller } from './app/calls/controller.ts';
import { Desk } from './app/calls/desk.ts';
import { applyPlan, capWaits, recallPlan, rememberPlan } from './app/calls/desk-plan.ts';
import { Fallback } from './app/calls/fallback.ts';
import { lineBody } from './app/calls/line-body.ts';
import { Dispatch } from './app/dispatch/dispatch.ts';
import { BrigadeFeeds } from './app/feeds/brigade-feeds.ts';
import { DeskFeeds } from './app/feeds/desk-feeds.ts';
import { Feed } from './app/feeds/feed.ts';
import { Refresh } from './app/feeds/refresh.ts';
import { HealthWatch } from './app/health/health-watch.ts';
import { alignNumbers } from './app/record/align-numbers.ts';
import { Projection } from './app/record/project.ts';
import { RecordedCalls } from './app/record/recorded-calls.ts';
import { Signals } from './app/signals/signals.ts';
import { startOfDayIn } from './app/wallboard/start-of-day.ts';
import { Today } from './app/wallboard/today.ts';
import { Wallboard } from './app/wallboard/wallboard.ts';
import type { Config } from './config.ts';
import { HOUR, MINUTE, SECOND } from './domain/shared/time.ts';
import { buildApp } from './http/app.ts';
import { Metrics } from './http/metrics.ts';
import { tickDeadlines, type Tick } from './jobs/fire-deadlines.ts';
import { sweepSessions } from './jobs/sweep-sessions.ts';
import { loadDemonstration, type DemoLogin } from './local/demo/load-demonstration.ts';
import { DEMO_ON_DUTY } from './local/demo/people.ts';
import type { AgentAccount } from './ports/agents-store.ts';
import { RecordAway } from './ports/record-away.ts';
import type { Clock } from './ports/system.ts';

const PAGES_DIR = join(import.meta.dirname, '..', 'dist');
/** A record that is away at the start is looked for this often. */
const RETRY_MS = SECOND;
/** An ended incident stays in the list this long. */
const ENDED_SHOWN_MS = 12 * HOUR;
const BRIGADE_CLEARS_MS = 10 * MINUTE;

export interface Opora {
  /** Resolves when calls are taken and pages are served. */
  start(): Promise<void>;
  /** Calls stay on the switch. Idempotent. */
  close(): Promise<void>;
}

export interface ComposeHooks {
  /** Another controller directs the switch now. */
  readonly replaced: () => void;
}

/** Makes every object of the service, in one place; nothing runs before `start`. */
export function compose(config: Config, hooks: ComposeHooks): Opora {
  const clock = new SystemClock();
  const ids = new RandomIds();
  const log = pinoLog({ level: config.logLevel });
  const { dataKey, callerHashKey } = config.secrets;
  const vault = new SealingVault({ dataKey, hashKey: callerHashKey });
  const journal = new SqliteJournal({
    path: join(config.dataDir, 'journal.sqlite'),
    now: () => clock.now(),
  });
  const postgres = connectPostgres({ url: config.database.url, log });
  const record = postgresRecord(postgres);
  const recordedCalls = new RecordedCalls(record);
  const stores = {
    lines: postgresLines(postgres),
    agents: postgresAgents(postgres),
    users: postgresUsers(postgres),
    sessions: postgresSessions(postgres),
    signals: postgresSignals(postgres),
    dispatch: postgresDispatch(postgres),
  };

  // ---- calls
  const telephony = connectTelephony({ settings: config.ari, clock, log });
  const switchHealth = new AmiSwitchHealth({
    settings: config.ami,
    agentsPath: join(config.dataDir, 'asterisk', 'etc', 'pjsip_agents.conf'),
    log,
  });
  const { timings } = config;
  const desk = new Desk({
    telephony,
    journal,
    clock,
    ids,
    vault,
    log,
    rules: {
      ringTimeoutMs: timings.ringTimeoutMs,
      wrapUpMs: timings.wrapUpMs,
      region: config.region,
      language: 'ru',
    },
    lines: [],
    soon: (action) => void setImmediate(action),
    appended: (tookMs) => {
      metrics.journalAppended(tookMs);
      projection.wake();
    },
  });
  const fallback = new Fallback({ switchHealth, desk, log });
  const controller = new Controller({
    telephony,
    desk,
    clock,
    log,
    takeFallbackRecords: () => fallback.takeRecords(),
    replaced: hooks.replaced,
  });
  const projection = new Projection({
    journal,
    record,
    clock,
    log,
    onProjected: (signalIds) => void refresh.signals(signalIds),
  });

  // ---- signals and brigades
  const board = {
    store: stores.dispatch,
    clock,
    ids,
    rules: {
      acceptMs: timings.brigadeAcceptMs,
      warnMs: timings.brigadeWarnMs,
      leaveMs: timings.brigadeLeaveMs,
      clearMs: BRIGADE_CLEARS_MS,
    },
    onIncidentChanged: (incidentIds: readonly string[], brigadeIds: readonly string[]) =>
      void refresh.dispatch(incidentIds, brigadeIds),
  };
  const dispatch = new Dispatch(board);
  const signals = new Signals({
    signals: stores.signals,
    dispatch: board,
    onSignalChanged: (signalIds) => void refresh.signals(signalIds),
  });

  // ---- what pages see
  const signalOf = (id: string) => signals.one(id);
  const incidentOf = (id: string) => dispatch.incident(id);
  const brigadeOf = (id: string) => dispatch.brigade(id);
  const wallFeed = new Feed({ clock, epoch: ids.next() });
  const startOfDay = startOfDayIn(config.timeZone);
  const wallboard = new Wallboard({ clock, feed: wallFeed, startOfDay });
  const callOf = (id: string) => recordedCalls.one(id);
  const deskFeeds = new DeskFeeds({ clock, ids, log, desk, signalOf, callOf });
  const brigadeFeeds = new BrigadeFeeds({ clock, ids, log, brigadeOf, incidentOf, signalOf });
  const refresh = new Refresh({
    log,
    wallboard,
    deskFeeds,
    brigadeFeeds,
    signalOf,
    incidentOf,
    brigadeOf,
  });
  const health = new HealthWatch({
    clock,
    telephony: () => controller.up,
    switchHealth: () => fallback.up,
    journal: () => desk.journalWorks,
    pingRecord: () => postgres.ping(),
    recordBehind: () => projection.behind(),
    changed: (ready) => {
      wallboard.healthChanged(ready);
    },
  });
  const metrics = new Metrics({ desk, health });
  desk.subscribe((change) => {
    wallboard.deskChanged(change);
    deskFeeds.deskChanged(change);
    metrics.callsChanged(change.calls);
  });

  // ---- the record, as soon as it answers
  const passwords = new ArgonPasswords();
  let accounts: readonly AgentAccount[] = [];
  let logins: readonly DemoLogin[] = [];
  const readRecord = async (): Promise<void> => {
    await migrate(config.database.url);
    if (config.demo) logins = await loadDemonstration(postgres, passwords);
    await alignNumbers(journal, record);
    const lines = capWaits(await stores.lines.all(), timings.maxWaitMs);
    accounts = await stores.agents.all();
    const plan = { lines, agents: accounts };
    applyPlan(desk, plan, clock.now());
    rememberPlan(journal, plan, ids.next(), clock.now());
    fallback.setPhones(accounts);
    wallboard.linesChanged(lines);
    const today = await recordedCalls.since(startOfDay(clock.now()));
    wallboard.recordRead(today.flatMap((call) => Today.of(call) ?? []));
    const incidents = await dispatch.incidents(clock.now());
    for (const incident of incidents) wallboard.incidentChanged(incident);
    projection.wake();
  };
  let closing = false;
  let up = false;
  const tellRunning = (): void => {
    if (!closing) writeRunning(config.dataDir, runningOf(config, desk, accounts, logins));
  };
  const readRecordAtLast = async (): Promise<void> => {
    for (;;) {
      try {
        await readRecord();
        await switchHealth.publishPhones(accounts);
        // After a restart callers are served first: who may sign in is known only now.
        if (up) tellRunning();
        return;
      } catch (error) {
        if (closing) return;
        log.warn('The record could not be read yet', { error });
        await pause(clock, RETRY_MS);
      }
    }
  };

  const phoneUrl = `${config.ari.url.replace(/^http/, 'ws')}/ws`;
  const realm = config.sip.host;
  const phoneOf = (agentId: string) => {
    const account = accounts.find(({ id }) => id === agentId);
    // Not read yet after a restart: "no telephone" would be a lie that the page believes.
    if (accounts.length === 0) throw new RecordAway();
    if (account === undefined) return undefined;
    return { user: `${account.sipUser}-web`, password: account.sipPassword, url: phoneUrl, realm };
  };
  const sessions = new OpenSessions({ clock, ids, log, record: stores.sessions });
  const http = () =>
    buildApp({
      settings: {
        publicUrl: config.publicUrl,
        sessionSecret: config.secrets.session,
        pagesDir: PAGES_DIR,
        switchOrigins: [new URL(phoneUrl).origin],
        demo: config.demo,
        signInsPerMinute: 10,
      },
      clock,
      ids,
      log,
      signIn: new SignIn({ clock, passwords, users: stores.users }),
      sessions,
      metrics,
      lines: { all: () => desk.lines().map(lineBody) },
      roster: desk,
      phoneOf,
      calls: recordedCalls,
      signals,
      incidents: {
        list: () => dispatch.incidents(clock.now() - ENDED_SHOWN_MS),
        one: incidentOf,
        brigadeSays: (request) => dispatch.brigadeSays(request),
        cancel: (request) => dispatch.cancel(request),
      },
      brigades: {
        list: () => dispatch.brigades(),
        setService: (brigadeId, inService) => dispatch.setService(brigadeId, inService),
      },
      municipalities: { all: () => dispatch.municipalities() },
      health,
      demo: {
        phone: () => ({
          phone: {
            user: 'citizen',
            password: config.secrets.citizenPassword,
            url: phoneUrl,
            realm,
          },
          lines: desk.lines().map(lineBody),
        }),
        logins: () => ({ logins: [...logins] }),
      },
      feeds: {
        wall: wallFeed,
        desk: (agentId) => deskFeeds.of(agentId),
        brigade: (brigadeId) => brigadeFeeds.of(brigadeId),
      },
    });

  let app: Awaited<ReturnType<typeof http>> | undefined;
  let ticks: readonly Tick[] = [];
  let closed: Promise<void> | undefined;
  return {
    async start() {
      surviveDriverFaults(log);
      desk.restore();
      const plan = recallPlan(journal);
      if (plan !== undefined) {
        applyPlan(desk, plan, clock.now());
        fallback.setPhones(plan.agents);
      }
      wallboard.deskChanged({ calls: desk.calls(), agents: desk.agents() });
      // With a plan in the journal callers are served before the record is looked at.
      const recordRead = readRecordAtLast();
      const managed = switchHealth.start(fallback);
      if (plan === undefined) await Promise.all([recordRead, managed]);
      else await managed;
      if (config.demo && plan === undefined) {
        for (const agentId of DEMO_ON_DUTY) desk.wantAvailability(agentId, 'available');
      }
      await controller.start();
      health.start();
      ticks = [
        tickDeadlines({ fireDueDeadlines: () => dispatch.fireDueDeadlines(), log }),
        sweepSessions({ sessions: stores.sessions, clock, log }),
      ];
      app = await http();
      await app.listen({ host: config.http.host, port: config.http.port });
      up = true;
      tellRunning();
      log.info('Opora is up', { http: config.publicUrl });
    },
    close() {
      closing = true;
      closed ??= (async () => {
        removeRunning(config.dataDir);
        await app?.close();
        await controller.close();
        desk.flush();
        await switchHealth.stop();
        health.close();
        await Promise.all(ticks.map((tick) => tick.stop()));
        wallboard.close();
        wallFeed.close();
        sessions.stop();
        await projection.close();
        await postgres.close();
        journal.close();
      })();
      return closed;
    },
  };
}

function runningOf(
  config: Config,
  desk: Desk,
  accounts: readonly AgentAccount[],
  logins: readonly DemoLogin[],
): Running {
  const sip = `${config.sip.host}:${String(config.sip.port)}`;
  const database = new URL(config.database.url);
  return {
    pid: process.pid,
    http: config.publicUrl,
    sip,
    ari: config.ari.url,
    ami: `${config.ami.host}:${String(config.ami.port)}`,
    database: `${database.host}${database.pathname}`,
    lines: desk
      .lines()
      .map(({ id, title, number }) => ({ id, title, number, sip: `sip:${number}@${sip}` })),
    ...(config.demo && {
      agents: accounts.map(({ id, name, sipUser, sipPassword }) => ({
        id,
        name,
        sipUser,
        sipPassword,
      })),
      logins,
    }),
  };
}

function pause(clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => {
    clock.at(clock.now() + ms, resolve);
  });
}
