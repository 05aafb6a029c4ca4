import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import * as z from 'zod';
import { loadSecrets } from './local/secrets.ts';

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

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;

const port = (byDefault: number) =>
  z.coerce
    .number('must be a whole number from 1 to 65535')
    .int('must be a whole number from 1 to 65535')
    .min(1, 'must be a whole number from 1 to 65535')
    .max(65_535, 'must be a whole number from 1 to 65535')
    .default(byDefault);

const durationMs = (byDefault: number) => {
  const sentence = 'must be a whole number of milliseconds from 100 to 86400000 (a day)';
  return z.coerce
    .number(sentence)
    .int(sentence)
    .min(100, sentence)
    .max(DAY, sentence)
    .default(byDefault);
};

const url = (protocols: RegExp, example: string) =>
  z.url({ protocol: protocols, error: `must be an address such as ${example}` });

const word = (what: string) => z.string().regex(/^[\w.@-]{1,64}$/, what);

const host = z
  .string()
  .regex(/^[A-Za-z0-9.:_-]+$/, 'must be a host name or an address such as 127.0.0.1');

const password = z
  .string()
  .min(8, 'must have at least 8 characters')
  // A line break or a quote would end the value inside Asterisk's configuration files.
  .regex(
    /^[\x21-\x7e]+$/,
    'must consist of printable Latin letters, digits and signs without spaces',
  )
  .regex(/^[^;"\\<>]+$/, 'must not contain any of ; " \\ < >');

const key = z
  .string()
  .regex(
    /^[0-9a-f]{64}$/,
    'must be 32 bytes as 64 hexadecimal digits, for example from `openssl rand -hex 32`',
  );

const settings = z.object({
  DATA_DIR: z.string().default('./data'),
  HTTP_HOST: host.default('127.0.0.1'),
  HTTP_PORT: port(8080),
  SIP_HOST: host.default('127.0.0.1'),
  SIP_PORT: port(5060),
  TRUNK_MATCH: z
    .string()
    .regex(/^[\w.:/-]+(,[\w.:/-]+)*$/, 'must be addresses or networks with commas between them')
    .default('127.0.0.1'),
  TRUNK_CONTACT: z
    .string()
    .regex(/^sips?:[\w.:-]+$/, 'must look like sip:host:port')
    .optional(),
  RTP_PORTS: z
    .string()
    .regex(/^\d{4,5}-\d{4,5}$/, 'must be a range such as 10000-12000')
    .default('10000-12000'),
  ARI_URL: url(/^https?$/, 'http://127.0.0.1:8088').optional(),
  ARI_USER: word('must be a plain name such as opora').optional(),
  ARI_PASSWORD: password.optional(),
  ARI_TRANSPORT: z
    .enum(['auto', 'websocket', 'http'], 'must be one of auto, websocket, http')
    .default('auto'),
  AMI_HOST: host.optional(),
  AMI_PORT: port(5038),
  AMI_USER: word('must be a plain name such as opora').optional(),
  AMI_PASSWORD: password.optional(),
  ASTERISK_HTTP_PORT: port(8088),
  DATABASE_URL: url(/^postgres(ql)?$/, 'postgres://opora:PASSWORD@127.0.0.1:5432/opora').optional(),
  DATABASE_PORT: port(5433),
  PUBLIC_URL: url(/^https?$/, 'https://opora.example.org').optional(),
  DEMO: z.enum(['on', 'off'], 'must be on or off').optional(),
  DUTY_MOBILE: z
    .string()
    .regex(
      /^(\+?\d{10,15}|PJSIP\/[\w-]+)$/,
      'must be a telephone number such as +79990000000, or an endpoint such as PJSIP/duty',
    )
    .optional(),
  REGION: z
    .string()
    .regex(/^[A-Z]{2,3}$/, 'must be the code of a region in Latin capitals such as TYU')
    .default('TYU'),
  RING_TIMEOUT_MS: durationMs(15 * SECOND),
  WRAP_UP_MS: durationMs(20 * SECOND),
  MAX_WAIT_MS: durationMs(5 * MINUTE),
  BRIGADE_ACCEPT_MS: durationMs(MINUTE),
  BRIGADE_WARN_MS: durationMs(15 * MINUTE),
  BRIGADE_LEAVE_MS: durationMs(20 * MINUTE),
  LOG_LEVEL: z
    .enum(
      ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
      'must be one of fatal, error, warn, info, debug, trace, silent',
    )
    .default('info'),
  SESSION_SECRET: z.string().min(32, 'must have at least 32 characters').optional(),
  DATA_KEY: key.optional(),
  CALLER_HASH_KEY: key.optional(),
  CITIZEN_PASSWORD: password.optional(),
});

type Settings = z.infer<typeof settings>;

/** These may come from a file: with `X_FILE=/run/secrets/x` the file's content is the value of `X`. */
const FROM_FILES = [
  'ARI_PASSWORD',
  'AMI_PASSWORD',
  'DATABASE_URL',
  'SESSION_SECRET',
  'DATA_KEY',
  'CALLER_HASH_KEY',
  'CITIZEN_PASSWORD',
] as const satisfies readonly (keyof Settings)[];

/** Everything that can be set, checked, with every default and generated secret filled in. */
export type Config = {
  /** Absolute path of the folder for everything that is written. */
  readonly dataDir: string;
  /** Demonstration mode: example people, the "ring us" page, open logins. */
  readonly demo: boolean;
  /** Code of the region whose desk works here, for example `TYU`. */
  readonly region: string;
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
