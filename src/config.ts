import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { loadSecrets } from './local/secrets.ts';
import { FROM_FILES, settings, type Settings } from './local/settings.ts';

/** The environment as a process gets it. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A setting is wrong. The message is one sentence: the variable, what is wrong, what to do. */
export class BadSetting extends Error {
  readonly code = 'bad-setting';
  readonly variable: string;

  constructor(variable: string, sentence: string, options?: ErrorOptions) {
    super(`${variable} ${sentence}`, options);
    this.name = 'BadSetting';
    this.variable = variable;
  }
}

/** Everything that can be set, checked, with every default and generated secret filled in. */
export type Config = {
  /** Absolute path of the folder for everything that is written. */
  readonly dataDir: string;
  /** Demonstration mode: example people, the "ring us" page, open logins. */
  readonly demo: boolean;
  /** Begins the numbers of signals whose line is unknown: `ТМН`. */
  readonly region: string;
  /** IANA name; when a day begins. */
  readonly timeZone: string;
  /** Where browsers find the pages, without a slash at the end. */
  readonly publicUrl: string;
  /** Rung by Asterisk alone when nobody on duty answers; null: straight to voicemail. */
  readonly dutyMobile: string | null;
  readonly logLevel: Settings['LOG_LEVEL'];
  readonly http: { readonly host: string; readonly port: number };
  readonly sip: { readonly host: string; readonly port: number };
  readonly trunk: {
    /** Addresses or networks whose calls are the provider's. */
    readonly match: readonly string[];
    /** Where calls to the duty mobile leave: `sip:host:port`; null: there is no way out. */
    readonly contact: string | null;
  };
  readonly rtp: { readonly from: number; readonly to: number };
  readonly ari: {
    /** True when no ARI_URL is given: `npm start` then brings up its own Asterisk. */
    readonly embedded: boolean;
    /** Root of Asterisk's HTTP server, without `/ari` and without a slash at the end. */
    readonly url: string;
    /** Where our own Asterisk listens for HTTP and WebSocket. */
    readonly httpPort: number;
    readonly user: string;
    readonly password: string;
    readonly transport: Settings['ARI_TRANSPORT'];
  };
  readonly ami: {
    readonly host: string;
    readonly port: number;
    readonly user: string;
    readonly password: string;
  };
  readonly database: {
    /** True when no DATABASE_URL is given: `npm start` then brings up its own PostgreSQL. */
    readonly embedded: boolean;
    readonly url: string;
    /** Where our own PostgreSQL listens. */
    readonly port: number;
    /** The password of our own PostgreSQL. */
    readonly password: string;
  };
  readonly timings: {
    readonly ringTimeoutMs: number;
    readonly wrapUpMs: number;
    readonly maxWaitMs: number;
    readonly brigadeAcceptMs: number;
    readonly brigadeWarnMs: number;
    readonly brigadeLeaveMs: number;
  };
  readonly secrets: {
    /** Signs session cookies. */
    readonly session: string;
    /** 32 bytes in hex: seals personal fields. */
    readonly dataKey: string;
    /** 32 bytes in hex: turns a caller's number into a stable pseudonym. */
    readonly callerHashKey: string;
    /** SIP password of the "ring us" page's telephone. */
    readonly citizenPassword: string;
  };
};

/**
 * Checks the environment and fills in the defaults. Secrets that are not given are generated once
 * into `DATA_DIR/secrets.json`. Throws {@link BadSetting} for the first wrong value.
 */
export function readConfig(env: Environment): Config {
  const set = check(withFiles(withoutBlanks(env)));
  const dataDir = resolve(set.DATA_DIR);
  const secrets = secretsFor(dataDir);
  const embeddedDatabase = `postgres://opora:${secrets.database}@127.0.0.1:${set.DATABASE_PORT}/opora`;
  const config: Config = {
    dataDir,
    demo: set.DEMO
      ? set.DEMO === 'on'
      : set.ARI_URL === undefined && set.DATABASE_URL === undefined,
    region: set.REGION,
    timeZone: set.TIME_ZONE,
    publicUrl: (set.PUBLIC_URL ?? `http://${set.HTTP_HOST}:${set.HTTP_PORT}`).replace(/\/+$/, ''),
    dutyMobile: set.DUTY_MOBILE ?? null,
    logLevel: set.LOG_LEVEL,
    http: { host: set.HTTP_HOST, port: set.HTTP_PORT },
    sip: { host: set.SIP_HOST, port: set.SIP_PORT },
    trunk: { match: set.TRUNK_MATCH.split(','), contact: set.TRUNK_CONTACT ?? null },
    rtp: rtpRange(set.RTP_PORTS),
    ...asteriskOf(set, secrets),
    database: {
      embedded: set.DATABASE_URL === undefined,
      url: set.DATABASE_URL ?? embeddedDatabase,
      port: set.DATABASE_PORT,
      password: secrets.database,
    },
    timings: timingsOf(set),
    secrets: {
      session: set.SESSION_SECRET ?? secrets.session,
      dataKey: set.DATA_KEY ?? secrets.dataKey,
      callerHashKey: set.CALLER_HASH_KEY ?? secrets.callerHashKey,
      citizenPassword: set.CITIZEN_PASSWORD ?? secrets.citizen,
    },
  };
  refuseSharedPorts(config);
  return config;
}

/** An empty variable counts as one that is not there: compose files and shells produce them. */
function withoutBlanks(env: Environment): Record<string, string> {
  const filled: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    const trimmed = value?.trim() ?? '';
    if (trimmed !== '') filled[name] = trimmed;
  }
  return filled;
}

function withFiles(env: Record<string, string>): Record<string, string> {
  const filled = { ...env };
  for (const name of FROM_FILES) {
    const path = env[`${name}_FILE`];
    if (path === undefined) continue;
    if (env[name] !== undefined) {
      throw new BadSetting(`${name}_FILE`, `and ${name} are both set: keep only one of them.`);
    }
    try {
      filled[name] = readFileSync(path, 'utf8').trim();
    } catch (cause) {
      throw new BadSetting(
        `${name}_FILE`,
        `names ${path}, which cannot be read: correct the path or its permissions.`,
        { cause },
      );
    }
  }
  return filled;
}

function check(env: Record<string, string>): Settings {
  const checked = settings.safeParse(env);
  if (checked.success) return checked.data;
  const first = checked.error.issues[0];
  const variable = String(first?.path[0] ?? 'The environment');
  // A secret that was mistyped is still a secret: only the rule is printed, never the value.
  throw new BadSetting(
    variable,
    `${first?.message ?? 'cannot be read'}: correct it or remove it from the environment.`,
    { cause: checked.error },
  );
}

function secretsFor(dataDir: string): ReturnType<typeof loadSecrets> {
  try {
    return loadSecrets(dataDir);
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'unreadable-secrets') {
      throw cause;
    }
    throw new BadSetting(
      'DATA_DIR',
      `names ${dataDir}, which cannot be written: choose another folder or correct its permissions.`,
      { cause },
    );
  }
}

function rtpRange(range: string): { from: number; to: number } {
  const [from = 0, to = 0] = range.split('-').map(Number);
  if (from < 1024 || to > 65_535 || to - from < 20) {
    throw new BadSetting(
      'RTP_PORTS',
      'must be at least 20 ports between 1024 and 65535: for example 10000-12000.',
    );
  }
  return { from, to };
}

function asteriskOf(
  set: Settings,
  secrets: { ari: string; ami: string },
): Pick<Config, 'ari' | 'ami'> {
  const embedded = set.ARI_URL === undefined;
  const given = (name: 'ARI_USER' | 'ARI_PASSWORD' | 'AMI_USER' | 'AMI_PASSWORD', own: string) => {
    const value = set[name];
    if (value !== undefined) return value;
    if (embedded) return own;
    throw new BadSetting(
      name,
      `is missing: an Asterisk of your own (ARI_URL) needs it, so set ${name}.`,
    );
  };
  // People copy the address with the /ari that Asterisk's own pages show; both forms are welcome.
  const root = (set.ARI_URL ?? `http://127.0.0.1:${set.ASTERISK_HTTP_PORT}`)
    .replace(/\/+$/, '')
    .replace(/\/ari$/, '');
  return {
    ari: {
      embedded,
      url: root,
      httpPort: set.ASTERISK_HTTP_PORT,
      user: given('ARI_USER', 'opora'),
      password: given('ARI_PASSWORD', secrets.ari),
      transport: set.ARI_TRANSPORT,
    },
    ami: {
      host: set.AMI_HOST ?? (embedded ? '127.0.0.1' : new URL(root).hostname),
      port: set.AMI_PORT,
      user: given('AMI_USER', 'opora'),
      password: given('AMI_PASSWORD', secrets.ami),
    },
  };
}

function timingsOf(set: Settings): Config['timings'] {
  if (set.BRIGADE_WARN_MS >= set.BRIGADE_LEAVE_MS) {
    throw new BadSetting(
      'BRIGADE_WARN_MS',
      'must be less than BRIGADE_LEAVE_MS: the warning comes before the norm is broken.',
    );
  }
  return {
    ringTimeoutMs: set.RING_TIMEOUT_MS,
    wrapUpMs: set.WRAP_UP_MS,
    maxWaitMs: set.MAX_WAIT_MS,
    brigadeAcceptMs: set.BRIGADE_ACCEPT_MS,
    brigadeWarnMs: set.BRIGADE_WARN_MS,
    brigadeLeaveMs: set.BRIGADE_LEAVE_MS,
  };
}

/** Only the ports that we open ourselves; a foreign server's port is none of our business. */
function refuseSharedPorts(config: Config): void {
  const ours: [variable: string, port: number][] = [['HTTP_PORT', config.http.port]];
  if (config.ari.embedded) {
    ours.push(['SIP_PORT', config.sip.port]);
    ours.push(['ASTERISK_HTTP_PORT', config.ari.httpPort]);
    ours.push(['AMI_PORT', config.ami.port]);
  }
  if (config.database.embedded) ours.push(['DATABASE_PORT', config.database.port]);
  const seen = new Map<number, string>();
  for (const [variable, number] of ours) {
    const other = seen.get(number);
    if (other !== undefined) {
      throw new BadSetting(
        variable,
        `is ${number} like ${other}: give each of them a port of its own.`,
      );
    }
    seen.set(number, variable);
  }
  if (
    config.ari.embedded &&
    config.sip.port >= config.rtp.from &&
    config.sip.port <= config.rtp.to
  ) {
    throw new BadSetting(
      'SIP_PORT',
      'lies inside RTP_PORTS: move one of them, both are UDP ports of Asterisk.',
    );
  }
}
