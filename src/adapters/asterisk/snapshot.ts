import type { SwitchBridge, SwitchChannel } from '../../ports/telephony.ts';
import type { AriBridge, AriChannel } from './ari-message.ts';

/** Channels inside our application whose events would not reach us. */
export function unheardOf(
  app: string,
  channels: readonly AriChannel[],
  heard: readonly string[],
): readonly string[] {
  const known = new Set(heard);
  return channels
    .filter(({ dialplan }) => isInStasis(dialplan) && dialplan.app_data.split(',')[0] === app)
    .map(({ id }) => id)
    .filter((id) => !known.has(id));
}

/** All channels of the switch in our words; `heard` are those whose events reach us. */
export function channelsOf(
  channels: readonly AriChannel[],
  heard: ReadonlySet<string>,
  ourTime: (timestamp: string) => number,
): readonly SwitchChannel[] {
  return channels.map((channel) => ({
    id: channel.id,
    state: stateOf(channel.state),
    // One that we rang stays subscribed when it leaves Stasis: what it runs now decides.
    ours: heard.has(channel.id) && (isInStasis(channel.dialplan) || isBeingRung(channel.dialplan)),
    dialled: dialledOf(channel),
    callerNumber: channel.caller.number,
    callerName: channel.caller.name,
    createdAt: ourTime(channel.creationtime),
  }));
}

export function bridgesOf(bridges: readonly AriBridge[]): readonly SwitchBridge[] {
  return bridges.map(({ id, channels }) => ({ id, channels }));
}

function stateOf(state: string): SwitchChannel['state'] {
  if (state === 'Up') return 'up';
  // `Ring`: the citizen hears ringing and we have not answered. `Ringing`: an agent's phone rings.
  return state === 'Ring' || state === 'Ringing' || state === 'Down' ? 'ringing' : 'other';
}

function isInStasis(dialplan: AriChannel['dialplan']): boolean {
  return dialplan.app_name === 'Stasis';
}

function isBeingRung(dialplan: AriChannel['dialplan']): boolean {
  return dialplan.app_name === 'AppDial2';
}

/** From `Stasis(opora,arrive,NUMBER)`: the extension is only a step of the dialplan. */
function dialledOf({ dialplan }: AriChannel): string {
  const [, role, dialled] = dialplan.app_data.split(',');
  return isInStasis(dialplan) && role === 'arrive' ? (dialled ?? '') : dialplan.exten;
}
