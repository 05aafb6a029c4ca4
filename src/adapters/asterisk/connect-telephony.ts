import type { Telephony } from '../../ports/telephony.ts';
import type { OpenCommands } from './ari-connection.ts';
import type { AriDeps } from './ari-settings.ts';
import { AriTelephony } from './ari-telephony.ts';
import { HttpCommands } from './http-commands.ts';
import { SocketCommands } from './socket-commands.ts';
import { takesSocketCommands, versionOf } from './switch-version.ts';

/** Telephony over ARI; nothing is connected before `start`. */
export function connectTelephony(deps: AriDeps): Telephony {
  return new AriTelephony(deps, commandsFor(deps));
}

function commandsFor({ settings, log }: AriDeps): OpenCommands {
  const overHttp = HttpCommands.opener(settings);
  switch (settings.transport) {
    case 'websocket':
      return (closed) => SocketCommands.open(settings, closed);
    case 'http':
      return overHttp;
    case 'auto':
      // Asked at each connect: the switch may have been brought up to date meanwhile.
      return async (closed) => {
        const version = await versionOf(settings);
        const overSocket = takesSocketCommands(version);
        log.info('the switch answers', { version, commands: overSocket ? 'websocket' : 'http' });
        return overSocket ? SocketCommands.open(settings, closed) : overHttp();
      };
  }
}
