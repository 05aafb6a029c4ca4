import { pino, type DestinationStream, type Level } from 'pino';
import type { Log } from '../../ports/system.ts';

/** Keys under which something personal of a citizen, or a secret, could ever stand. */
const PERSONAL_KEYS = [
  'callerNumber',
  'callerName',
  'number',
  'phone',
  'masked',
  'callerMasked',
  'sealed',
  'hash',
  'who',
  'what',
  'where',
  'card',
  'password',
  'sipPassword',
  'passwordHash',
  'secret',
  'token',
  'cookie',
  'authorization',
] as const;

/** pino's paths match one depth each; nothing that we log is nested deeper than this. */
const DEPTHS = ['', '*.', '*.*.', '*.*.*.'] as const;

export interface PinoLogOptions {
  readonly level: Level | 'silent';
  /** Where the lines go; standard output when absent. */
  readonly destination?: DestinationStream;
}

/** JSON lines. Personal fields are cut out by path, whatever the caller passed. */
export function pinoLog(options: PinoLogOptions): Log {
  const settings = {
    level: options.level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { error: pino.stdSerializers.err, cause: pino.stdSerializers.err },
    redact: {
      paths: DEPTHS.flatMap((depth) => PERSONAL_KEYS.map((key) => `${depth}${key}`)),
      censor: '[cut]',
    },
  };
  const logger = options.destination ? pino(settings, options.destination) : pino(settings);
  return {
    info: (message, fields = {}) => {
      logger.info(fields, message);
    },
    warn: (message, fields = {}) => {
      logger.warn(fields, message);
    },
    error: (message, fields = {}) => {
      logger.error(fields, message);
    },
  };
}
