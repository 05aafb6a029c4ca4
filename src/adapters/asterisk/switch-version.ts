import { TelephonyDown, TelephonyRefused } from '../../ports/telephony-problems.ts';
import { CONNECT_DEADLINE_MS, basicAuth, type AriSettings } from './ari-settings.ts';

/** The first release of each branch with REST over WebSocket. */
const FIRST_WITH_SOCKET_COMMANDS: Readonly<Record<number, number>> = { 20: 14, 21: 9, 22: 3 };
const NEWEST_BRANCH_THAT_BEGAN_WITHOUT = 22;

/** Whether `22.10.1+dfsg-1` and its like take commands over the event socket. */
export function takesSocketCommands(version: string): boolean {
  const [major = 0, minor = 0] = (/\d+\.\d+/.exec(version)?.[0] ?? '').split('.').map(Number);
  if (major > NEWEST_BRANCH_THAT_BEGAN_WITHOUT) return true;
  const first = FIRST_WITH_SOCKET_COMMANDS[major];
  return first !== undefined && minor >= first;
}

/** Asks the switch for its version. Rejects with `TelephonyRefused` or `TelephonyDown`. */
export async function versionOf(settings: AriSettings): Promise<string> {
  const response = await fetch(`${settings.url}/ari/asterisk/info?only=system`, {
    headers: { authorization: basicAuth(settings) },
    signal: AbortSignal.timeout(CONNECT_DEADLINE_MS),
  }).catch((cause: unknown) => {
    throw new TelephonyDown(`asterisk.getInfo (${String(cause)})`);
  });
  const text = await response.text();
  if (!response.ok) {
    const why = response.status === 401 ? 'wrong ARI user or password' : response.statusText;
    throw new TelephonyRefused('asterisk.getInfo', response.status, why);
  }
  const { system } = JSON.parse(text) as { system?: { version?: string } };
  return system?.version ?? '';
}
