import { join } from 'node:path';
import type { Config } from '../config.ts';
import { startAsterisk } from './asterisk/start-asterisk.ts';
import { asteriskSettings } from './asterisk-settings.ts';
import { environmentOf } from './environment.ts';
import { keepServer, type KeptServer, type Server } from './keep-server.ts';
import { takeLock } from './lock.ts';
import { makeFolder } from './make-folder.ts';
import { asteriskPortVariable, isPortFree, portTaken } from './ports.ts';
import { startPostgres } from './postgres.ts';
import { keepService, stopLeftoverService, type ServiceProcess } from './service-process.ts';

/** How long a stop waits for a server that is just starting. */
const STARTING_GRACE_MS = 5000;

export type SupervisorDeps = {
  readonly config: Config;
  /** Absolute path of the service's program. */
  readonly program: string;
  /** What the service inherits beside its settings: PATH and the like. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Processes that must live as long as this one; see `takeLock`. */
  readonly launchers: readonly number[];
  /** Work to be done beside the start of the servers, before the service starts. */
  readonly prepare: () => Promise<void>;
  readonly say: (sentence: string) => void;
  /** The service will never come up: its last lines. */
  readonly hopeless: (lastLines: string) => void;
};

/**
 * Everything that `npm start` runs, and its end:
 *
 * ```txt
 * start: lock → leftover service stopped → PostgreSQL, Asterisk, pages side by side → service
 * stop:  service → Asterisk → PostgreSQL → lock given back
 * ```
 *
 * Servers are detached: a killed supervisor leaves them and their calls alive, and the next one
 * takes them over.
 */
export class Supervisor {
  readonly #deps: SupervisorDeps;
  #unlock: (() => void) | null = null;
  #asterisk: Promise<KeptServer> | null = null;
  #postgres: Promise<KeptServer> | null = null;
  #service: ServiceProcess | null = null;
  #stopped: Promise<void> | null = null;

  constructor(deps: SupervisorDeps) {
    this.#deps = deps;
  }

  /** Brings everything up. Throws what the parts throw; call `stop()` then, too. */
  async start(): Promise<void> {
    const { config, launchers, prepare } = this.#deps;
    makeFolder(config.dataDir, 0o700);
    this.#unlock = await takeLock(config.dataDir, launchers);
    await stopLeftoverService(config.dataDir);
    if (!(await isPortFree(config.http.port, config.http.host))) {
      throw portTaken('HTTP_PORT', config.http.port);
    }
    if (config.database.embedded) this.#postgres = this.#keepPostgres();
    if (config.ari.embedded) this.#asterisk = this.#keepAsterisk();
    await Promise.all([this.#postgres, this.#asterisk, prepare()]);
    // Ctrl-C came while the servers started.
    if (this.#stopped === null) this.#startService();
  }

  /** Stops what runs, in the order that ends calls cleanly. Idempotent. */
  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  async #stop(): Promise<void> {
    await this.#service?.stop();
    await stopStarted(this.#asterisk);
    await stopStarted(this.#postgres);
    this.#unlock?.();
  }

  #startService(): void {
    const { config, program, environment, say, hopeless } = this.#deps;
    this.#service = keepService({
      dataDir: config.dataDir,
      program,
      // A restart of the service is waited for by callers: Node keeps its compiled modules.
      environment: {
        NODE_COMPILE_CACHE: join(config.dataDir, 'compile-cache'),
        ...environment,
        ...environmentOf(config),
      },
      say,
      hopeless,
    });
  }

  #keepPostgres(): Promise<KeptServer> {
    const { config, say } = this.#deps;
    const { port, password } = config.database;
    const start = (): Promise<Server> =>
      startPostgres({ dataDir: config.dataDir, port, password, say });
    return keepServer('PostgreSQL', start, say);
  }

  #keepAsterisk(): Promise<KeptServer> {
    const { config, say } = this.#deps;
    return keepServer('Asterisk', () => startOwnAsterisk(config, say), say);
  }
}

async function startOwnAsterisk(config: Config, say: (line: string) => void): Promise<Server> {
  try {
    return await startAsterisk(asteriskSettings(config, say));
  } catch (cause) {
    throw withVariable(config, cause);
  }
}

/** Asterisk knows the port that is taken; people need to know the variable that moves it. */
function withVariable(config: Config, cause: unknown): unknown {
  if (!(cause instanceof Error && 'code' in cause && cause.code === 'port-taken')) return cause;
  const details = 'details' in cause ? cause.details : null;
  if (typeof details !== 'object' || details === null || !('port' in details)) return cause;
  const port = Number(details.port);
  return portTaken(asteriskPortVariable(config, port), port, cause);
}

/** Stops a server, also one that is only just coming up; one that failed has nothing to stop. */
async function stopStarted(starting: Promise<KeptServer> | null): Promise<void> {
  if (starting === null) return;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((done) => {
    timer = setTimeout(() => {
      done(null);
    }, STARTING_GRACE_MS);
  });
  const server = await Promise.race([starting.catch(() => null), late]);
  clearTimeout(timer);
  await server?.stop();
}
