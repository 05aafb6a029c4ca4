import * as z from 'zod';

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

/** Every variable that Opora reads, with its rule and its default; the message completes a sentence. */
export const settings = z.object({
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
    .regex(
      /^[А-ЯЁA-Z]{2,4}$/,
      'must be two to four capitals that begin a signal number, such as ТМН',
    )
    .default('ТМН'),
  TIME_ZONE: z
    .string()
    .refine(isTimeZone, 'must be a time zone such as Asia/Yekaterinburg')
    .default('Asia/Yekaterinburg'),
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

export type Settings = z.infer<typeof settings>;

/** These may come from a file: with `X_FILE=/run/secrets/x` the file's content is the value of `X`. */
export const FROM_FILES = [
  'ARI_PASSWORD',
  'AMI_PASSWORD',
  'DATABASE_URL',
  'SESSION_SECRET',
  'DATA_KEY',
  'CALLER_HASH_KEY',
  'CITIZEN_PASSWORD',
] as const satisfies readonly (keyof Settings)[];

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch (cause) {
    if (cause instanceof RangeError) return false;
    throw cause;
  }
}
