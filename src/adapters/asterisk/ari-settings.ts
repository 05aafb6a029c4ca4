import type { Clock, Log } from '../../ports/system.ts';

/** Where the switch is and who we are to it. */
export interface AriSettings {
  /** Root of Asterisk's HTTP server, without `/ari` and without a slash at the end. */
  readonly url: string;
  readonly user: string;
  readonly password: string;
  /** `auto` takes REST over WebSocket where the switch is new enough for it. */
  readonly transport: 'auto' | 'websocket' | 'http';
  /** Name of our Stasis application as the dialplan calls it; `opora` unless told. */
  readonly app?: string;
}

export interface AriDeps {
  readonly settings: AriSettings;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Log;
}

export const DEFAULT_APP = 'opora';
export const COMMAND_DEADLINE_MS = 2_000;
export const CONNECT_DEADLINE_MS = 2_000;

export function basicAuth({ user, password }: AriSettings): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}
