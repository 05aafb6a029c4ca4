import { connect } from 'ari-client';
import {
  TelephonyDown,
  TelephonyRefused,
  TelephonyTimeout,
} from '../../ports/telephony-problems.ts';
import { requests, type AriAnswer, type AriRequest } from './ari-request.ts';
import { CONNECT_DEADLINE_MS, basicAuth, type AriSettings } from './ari-settings.ts';
import type { CommandTransport } from './command-transport.ts';
import { Lanes } from './lanes.ts';
import { switchTimeOf } from './switch-time.ts';

const LANES = 8;
const DESCRIPTION_DEADLINE_MS = 10_000;

/**
 * The inside of `ari-client` 2.2.0 that we use. Its public operations turn every refusal into an
 * `Error` without a status, and a hang-up that found nobody could not be told from one that failed.
 */
interface Described {
  readonly _swagger: {
    readonly apis: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  };
}

type Operation = (
  parameters: Record<string, unknown>,
  answered: (answer: HttpAnswer) => void,
  refused: (answer: HttpAnswer) => void,
) => unknown;

interface HttpAnswer {
  readonly status: number;
  readonly data?: { toString(): string } | null;
}

/**
 * ARI over HTTP through `ari-client`, for switches too old for REST over WebSocket. Only its
 * requests are used, not its socket: that one gives up after 43 s, throws where nobody can catch it
 * on a wrong password, and on every event type which its description lacks.
 */
export class HttpCommands implements CommandTransport {
  readonly #api: Described;
  readonly #lanes = new Lanes(LANES);
  readonly #ends: Promise<unknown>[] = Array.from({ length: LANES }, () => Promise.resolve());
  readonly #lost = new Set<() => void>();
  #closed = false;

  private constructor(api: Described) {
    this.#api = api;
  }

  /**
   * Makes the way to open: it rejects with `TelephonyRefused` (401: wrong password) or
   * `TelephonyDown`. The description of the API is fetched once, as it is large.
   */
  static opener(settings: AriSettings): () => Promise<HttpCommands> {
    let api: Described | undefined;
    return async () => {
      await checkSignIn(settings);
      api ??= await describe(settings);
      return new HttpCommands(api);
    };
  }

  send(request: AriRequest, deadlineMs: number): Promise<AriAnswer> {
    return this.#lanes.run(request.touches, (lane) => {
      // Two requests under way at a time may overtake each other: one after another in a lane.
      const previous = this.#ends[lane] ?? Promise.resolve();
      const result = previous.then(() => this.#sendNow(request, deadlineMs));
      this.#ends[lane] = result.catch(() => undefined);
      return result;
    });
  }

  async probe(deadlineMs: number): Promise<number> {
    const asked = Date.now();
    return switchTimeOf(await this.#sendNow(requests.ping, deadlineMs), asked);
  }

  close(): void {
    this.#closed = true;
    for (const lose of this.#lost) lose();
    this.#lost.clear();
  }

  #sendNow(request: AriRequest, deadlineMs: number): Promise<AriAnswer> {
    const [resource = '', operation = ''] = request.operation.split('.');
    const perform = this.#api._swagger.apis[resource]?.[operation];
    if (this.#closed) return Promise.reject(new TelephonyDown(request.operation));
    if (perform === undefined) {
      return Promise.reject(new TelephonyRefused(request.operation, 501, 'unknown to this switch'));
    }
    let lose: () => void = () => undefined;
    const answer = new Promise<AriAnswer>((resolve, reject) => {
      // It was sent: whether the switch acted is unknown, just as after a timeout.
      lose = () => {
        reject(new TelephonyTimeout(request.operation, deadlineMs));
      };
      const take = ({ status, data }: HttpAnswer): void => {
        resolve({ status, body: data?.toString() ?? '' });
      };
      perform(parametersOf(request), take, take);
    });
    this.#lost.add(lose);
    return within(deadlineMs, request.operation, answer).finally(() => this.#lost.delete(lose));
  }
}

async function describe({ url, user, password }: AriSettings): Promise<Described> {
  const client = await within(DESCRIPTION_DEADLINE_MS, 'api-docs', connect(url, user, password));
  return client as unknown as Described;
}

function parametersOf(request: AriRequest): Record<string, unknown> {
  const body = request.body === undefined ? {} : { body: JSON.stringify(request.body) };
  return { ...request.ids, ...request.query, ...body };
}

/**
 * Asks plainly for what `ari-client` reads first: on a wrong password, or a switch that cannot find
 * its own description, it throws where nobody can catch it.
 */
async function checkSignIn(settings: AriSettings): Promise<void> {
  const response = await fetch(`${settings.url}/ari/api-docs/resources.json`, {
    headers: { authorization: basicAuth(settings) },
    signal: AbortSignal.timeout(CONNECT_DEADLINE_MS),
  }).catch((cause: unknown) => {
    throw new TelephonyDown(`sign-in (${String(cause)})`);
  });
  await response.arrayBuffer();
  if (response.ok) return;
  const why = response.status === 401 ? 'wrong ARI user or password' : response.statusText;
  throw new TelephonyRefused('sign-in', response.status, why);
}

/** A request of `ari-client` never settles when the switch is down. */
function within<Result>(
  deadlineMs: number,
  name: string,
  result: PromiseLike<Result>,
): Promise<Result> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => {
      reject(new TelephonyTimeout(name, deadlineMs));
    }, deadlineMs);
    result.then(
      (value) => {
        clearTimeout(late);
        resolve(value);
      },
      (cause: unknown) => {
        clearTimeout(late);
        reject(cause instanceof Error ? cause : new TelephonyDown(`${name} (${String(cause)})`));
      },
    );
  });
}
