import type { OpenSessions } from '../app/access/open-sessions.ts';
import type { SignIn } from '../app/access/sign-in.ts';
import type { Feed } from '../app/feeds/feed.ts';
import type { CallBody } from '../contract/calls.ts';
import type { DemoLogins, DemoPhone } from '../contract/demo.ts';
import type { Ready } from '../contract/health.ts';
import type {
  BrigadeBody,
  BrigadeSays,
  IncidentBody,
  MunicipalityBody,
} from '../contract/incidents.ts';
import type { LineBody } from '../contract/lines.ts';
import type { Phone } from '../contract/session.ts';
import type { Card, SignalBody } from '../contract/signals.ts';
import type { Agent } from '../domain/roster/agent.ts';
import type { Clock, Ids, Log } from '../ports/system.ts';
import type { Metrics } from './metrics.ts';

export type Answer<T> = T | Promise<T>;

export interface HttpSettings {
  /** Where browsers find the pages, without a slash at the end. `https:` makes cookies `Secure`. */
  readonly publicUrl: string;
  /** At least 32 characters. */
  readonly sessionSecret: string;
  /** Absolute path of the built pages. */
  readonly pagesDir: string;
  /** WebSocket origins of the switch that pages may connect to: `ws://127.0.0.1:8088`. */
  readonly switchOrigins: readonly string[];
  readonly demo: boolean;
  /** Lets `/metrics` be read from elsewhere than this machine. */
  readonly metricsToken?: string;
  /** Tries per minute for one login from one address; null: no limit. */
  readonly signInsPerMinute: number | null;
}

/** A page of a list, newest first. */
export interface PageQuery {
  readonly limit: number;
  /** ISO 8601: only what is older than this. */
  readonly before?: string | undefined;
}

/** What the HTTP side needs of the use cases, in the shapes of the contract. */
export interface HttpDeps {
  readonly settings: HttpSettings;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly signIn: SignIn;
  readonly sessions: OpenSessions;
  readonly metrics: Metrics;
  readonly lines: { all(): Answer<readonly LineBody[]> };
  /** The desk: who answers. Both requests throw `no-such-agent`. */
  readonly roster: {
    agents(): readonly Agent[];
    wantAvailability(agentId: string, availability: 'available' | 'away' | 'offDuty'): void;
    endWrapUp(agentId: string): void;
  };
  /** The softphone account of an agent, for its owner only. */
  readonly phoneOf: (agentId: string) => Answer<Phone | undefined>;
  readonly calls: {
    list(page: PageQuery): Answer<readonly CallBody[]>;
    one(id: string): Answer<CallBody | undefined>;
  };
  readonly signals: {
    list(page: PageQuery): Answer<readonly SignalBody[]>;
    one(id: string): Answer<SignalBody | undefined>;
    /** Rejects with `no-such-signal` or `card-changed-meanwhile`. */
    changeCard(request: {
      readonly signalId: string;
      readonly version: number;
      readonly card: { readonly [K in keyof Card]?: Card[K] | undefined };
      readonly by: string;
    }): Answer<SignalBody>;
    triage(request: {
      readonly signalId: string;
      readonly triage: 'emergency' | 'planned';
      readonly by: string;
    }): Answer<SignalBody>;
  };
  readonly incidents: {
    /** Open ones and those that ended lately. */
    list(): Answer<readonly IncidentBody[]>;
    one(id: string): Answer<IncidentBody | undefined>;
    brigadeSays(request: {
      readonly incidentId: string;
      readonly brigadeId: string;
      readonly says: BrigadeSays;
    }): Answer<IncidentBody>;
    cancel(request: {
      readonly incidentId: string;
      readonly reason: string;
      readonly by: string;
    }): Answer<IncidentBody>;
  };
  readonly brigades: {
    list(): Answer<readonly BrigadeBody[]>;
    setService(brigadeId: string, inService: boolean): Answer<BrigadeBody>;
  };
  readonly municipalities: { all(): Answer<readonly MunicipalityBody[]> };
  readonly health: { ready(): Answer<Ready> };
  /** Asked in demonstration mode only. */
  readonly demo: { phone(): Answer<DemoPhone>; logins(): Answer<DemoLogins> };
  readonly feeds: {
    readonly wall: Feed;
    /** The feed of one agent or brigade; made when first asked for. */
    desk(agentId: string): Feed;
    brigade(brigadeId: string): Feed;
  };
}
