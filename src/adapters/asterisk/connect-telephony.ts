import type { Telephony } from '../../ports/telephony.ts';
import type { OpenCommands } from './ari-connection.ts';
import type { AriDeps, AriSettings } from './ari-settings.ts';
import { AriTelephony } from './ari-telephony.ts';
import { SocketCommands } from './socket-commands.ts';

/** Telephony over ARI; nothing is connected before `start`. */
export function connectTelephony(deps: AriDeps): Telephony {
  return new AriTelephony(deps, commandsFor(deps.settings));
}

function commandsFor(settings: AriSettings): OpenCommands {
  return (closed) => SocketCommands.open(settings, closed);
}
