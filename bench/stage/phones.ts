import { SipHost, SipPhone, type AutoAnswer } from '../../test/kit/sip-phone.ts';
import type { BenchContext } from '../benchmark.ts';
import { AGENT_PASSWORD, type BenchSwitch } from './switch.ts';

export interface PhoneWishes {
  readonly rtp: boolean | 'sparse';
  readonly autoAnswer?: AutoAnswer;
}

/** A socket for many phones, closed with the run. */
export async function openHost({ scope }: BenchContext): Promise<SipHost> {
  const host = await SipHost.open();
  scope.defer(() => host.close());
  return host;
}

/** The agents' phones, registered, all on one socket. */
export async function openAgents(
  context: BenchContext,
  on: BenchSwitch,
  names: readonly string[],
  wishes: PhoneWishes,
): Promise<SipPhone[]> {
  const host = await openHost(context);
  const phones: SipPhone[] = [];
  for (const user of names) {
    const phone = await SipPhone.open({
      user,
      password: AGENT_PASSWORD,
      server: on.sip,
      host,
      ...wishes,
    });
    context.scope.defer(() => phone.close());
    await phone.register();
    phones.push(phone);
  }
  return phones;
}

/** A citizen's phone behind the trunk: any number of calls at a time. */
export async function openCaller(
  context: BenchContext,
  on: BenchSwitch,
  wishes: PhoneWishes,
): Promise<SipPhone> {
  const host = await openHost(context);
  const phone = await SipPhone.open({ user: '79120000001', server: on.sip, host, ...wishes });
  context.scope.defer(() => phone.close());
  return phone;
}
