import Manager from 'asterisk-manager';
import {
  TelephonyDown,
  TelephonyRefused,
  TelephonyTimeout,
} from '../../ports/telephony-problems.ts';

/** Where AMI is and who we are to it. */
export interface AmiSettings {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
}

/** One message of AMI: keys in lower case, one value each (the last, where a key came twice). */
export type AmiMessage = Readonly<Record<string, string>>;

export interface AmiSessionEvents {
  event(event: AmiMessage): void;
  /** The session has ended, whoever ended it; told once. */
  ended(reason: string): void;
}

export const ACTION_DEADLINE_MS = 2_000;
const SIGN_IN_DEADLINE_MS = 3_000;

interface UnderWay {
  readonly listed: AmiMessage[];
  readonly isList: boolean;
  settle(listed: AmiMessage[]): void;
  fail(cause: Error): void;
}

/**
 * One signed-in connection to AMI, around `asterisk-manager` 0.2.0, which has no deadlines, forgets
 * the callbacks of a lost connection, and writes line breaks in a value as they are.
 */
export class AmiSession {
  readonly #manager: Manager.Connection;
  readonly #events: AmiSessionEvents;
  readonly #underWay = new Map<string, UnderWay>();
  #ended = false;
  #lastId = 0;

  private constructor(settings: AmiSettings, events: AmiSessionEvents) {
    this.#events = events;
    this.#manager = Manager(undefined, settings.host, settings.user, settings.password, true);
    this.#manager.on('error', (cause) => {
      this.end(cause.message);
    });
    this.#manager.on('close', () => {
      this.end('the switch closed the management connection');
    });
    this.#manager.on('managerevent', (event) => {
      this.#received(plain(event));
    });
  }

  /** Rejects with `TelephonyRefused` (401: wrong password), `TelephonyDown`, `TelephonyTimeout`. */
  static open(settings: AmiSettings, events: AmiSessionEvents): Promise<AmiSession> {
    return new Promise((resolve, reject) => {
      let opened = false;
      const session = new AmiSession(settings, {
        event: (event) => {
          events.event(event);
        },
        ended: (reason) => {
          clearTimeout(late);
          if (opened) events.ended(reason);
          else reject(new TelephonyDown(`AMI sign-in (${reason})`));
        },
      });
      const late = setTimeout(() => {
        reject(new TelephonyTimeout('AMI sign-in', SIGN_IN_DEADLINE_MS));
        session.end('too slow');
      }, SIGN_IN_DEADLINE_MS);
      session.#manager.connect(settings.port, settings.host, () => {
        // Given up meanwhile; Asterisk drops who does not sign in.
        if (session.#ended) return;
        session.#manager.login((refused) => {
          if (refused !== undefined) {
            reject(new TelephonyRefused('AMI sign-in', 401, 'wrong AMI user or password'));
            session.end('wrong password');
            return;
          }
          clearTimeout(late);
          opened = true;
          resolve(session);
        });
      });
    });
  }

  /**
   * Performs an action and resolves when Asterisk says that it is done. Rejects with
   * `TelephonyRefused` (400 for a line break or NUL in a key or value, which would begin an action
   * of its own; else 500), `TelephonyTimeout`, `TelephonyDown`.
   */
  async act(action: AmiMessage, deadlineMs: number = ACTION_DEADLINE_MS): Promise<void> {
    await this.#send(action, false, deadlineMs);
  }

  /** Performs an action that answers with a list of events; resolves with these. */
  list(action: AmiMessage, deadlineMs: number = ACTION_DEADLINE_MS): Promise<AmiMessage[]> {
    return this.#send(action, true, deadlineMs);
  }

  end(reason: string): void {
    if (this.#ended) return;
    this.#ended = true;
    // `disconnect` waits politely for the other side; nobody listens to what still comes.
    this.#manager.removeAllListeners('close');
    this.#manager.disconnect();
    for (const waiting of this.#underWay.values()) waiting.fail(new TelephonyDown(reason));
    this.#underWay.clear();
    this.#events.ended(reason);
  }

  #send(action: AmiMessage, isList: boolean, deadlineMs: number): Promise<AmiMessage[]> {
    const name = action['action'] ?? '';
    if (Object.entries(action).flat().some(breaksLine)) {
      return Promise.reject(new TelephonyRefused(name, 400, 'a line break or NUL in a value'));
    }
    if (this.#ended) return Promise.reject(new TelephonyDown(name));
    const id = `opora-${String((this.#lastId += 1))}`;
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => {
        this.#underWay.delete(id);
        reject(new TelephonyTimeout(name, deadlineMs));
      }, deadlineMs);
      const over = (): void => {
        clearTimeout(late);
        this.#underWay.delete(id);
      };
      const waiting: UnderWay = {
        listed: [],
        isList,
        settle(listed) {
          over();
          resolve(listed);
        },
        fail(cause) {
          over();
          reject(cause);
        },
      };
      this.#underWay.set(id, waiting);
      this.#manager.action({ ...action, actionid: id }, (refused) => {
        const why = refused === undefined ? undefined : plain(refused)['message'];
        if (refused !== undefined) waiting.fail(new TelephonyRefused(name, 500, why ?? ''));
        else if (!isList) waiting.settle([]);
      });
    });
  }

  #received(event: AmiMessage): void {
    if (this.#ended) return;
    const waiting = this.#underWay.get(event['actionid'] ?? '');
    if (waiting?.isList !== true) {
      this.#events.event(event);
      return;
    }
    if (event['eventlist']?.toLowerCase() === 'complete') waiting.settle(waiting.listed);
    else waiting.listed.push(event);
  }
}

function breaksLine(text: string): boolean {
  return ['\r', '\n', '\0'].some((char) => text.includes(char));
}

function plain(message: Manager.Message): AmiMessage {
  const flat: Record<string, string> = {};
  for (const [key, value] of Object.entries(message)) {
    if (typeof value === 'string') flat[key] = value;
    else if (Array.isArray(value)) flat[key] = value.at(-1) ?? '';
  }
  return flat;
}
