import { performance } from 'node:perf_hooks';
import { causeOf, SipCall } from './call.ts';
import type { Dialog } from './dialog.ts';
import type { DigestAccount } from './digest.ts';
import { ALLOW, type SipHost } from './host.ts';
import { cseqOf, titleOf, type SipRequest, type SipResponse } from './message.ts';
import type { RtpStream } from './rtp-stream.ts';
import type { ClientTransaction } from './transactions.ts';

export type OutgoingParts = {
  host: SipHost;
  dialog: Dialog;
  stream: RtpStream;
  account: DigestAccount | undefined;
  /** Further header lines of the INVITE. */
  headers: [string, string][];
  /** Adds a call to the phone's list before anything can arrive for it. */
  adopt: (call: SipCall) => void;
};

/** Sends the INVITE and drives the call up to its answer, its refusal or its cancellation. */
export function placeCall(parts: OutgoingParts): SipCall {
  const { host, dialog, stream, account } = parts;
  const call = new SipCall({ host, dialog, stream, inviteSentAt: performance.now() });
  parts.adopt(call);
  let invite: ClientTransaction | undefined;
  let provisional = false;
  let givenUp = false;
  let cancelled = false;
  let attempts = 0;

  call.abandonWith(() => {
    givenUp = true;
    cancel();
  });
  send();
  return call;

  function send(): void {
    attempts += 1;
    const draft = dialog.request(
      'INVITE',
      [['Allow', ALLOW], ['Content-Type', 'application/sdp'], ...parts.headers],
      call.describe(),
    );
    const authorization = account?.headerFor('INVITE', draft.uri);
    if (authorization) draft.headers.add(...authorization);
    call.note('→ INVITE');
    const started = host.start(draft, dialog.firstHop, {
      provisional: hearProvisional,
      final: hearFinal,
      failed: (error) => {
        call.note(error.message);
        call.end({ by: 'network', status: 408, reason: error.message, cause: undefined });
      },
    });
    invite = started.transaction;
    call.inviteSentAt = started.sentAt;
  }

  function hearProvisional(response: SipResponse): void {
    call.note(`← ${titleOf(response)}`);
    provisional = true;
    call.hearDescription(response);
    if (response.status > 100) call.heardRinging();
    // Before the first provisional answer a CANCEL must wait (RFC 3261 §9.1).
    if (givenUp) cancel();
  }

  function hearFinal(response: SipResponse): void {
    call.note(`← ${titleOf(response)}`);
    if (response.status < 300) {
      hearSuccess(response);
      return;
    }
    const challenged = response.status === 401 || response.status === 407;
    const header = response.status === 407 ? 'Proxy-Authenticate' : 'WWW-Authenticate';
    // Twice: a remembered nonce may be stale, the fresh one must then do.
    if (
      challenged &&
      !givenUp &&
      attempts <= 2 &&
      account?.learn(response.status, response.headers.all(header))
    ) {
      provisional = false;
      send();
      return;
    }
    call.end({
      by: givenUp ? 'us' : 'them',
      status: response.status,
      reason: response.reason,
      cause: causeOf(response),
    });
  }

  function hearSuccess(response: SipResponse): void {
    dialog.establish(response);
    const ack: SipRequest = dialog.ack(cseqOf(response).number);
    call.note('→ ACK');
    host.sendAck(ack, dialog.nextHop);
    if (call.state === 'talking' || call.state === 'ended') return;
    call.hearDescription(response);
    call.heardAnswer();
    // The answer crossed our CANCEL: what was answered has to be hung up (RFC 3261 §15).
    if (givenUp) {
      call.hangUp().catch((error: unknown) => {
        call.note(`no answer to BYE: ${String(error)}`);
      });
    }
  }

  function cancel(): void {
    if (!provisional || cancelled || !invite) return;
    cancelled = true;
    call.note('→ CANCEL');
    host.start(invite.cancel(), dialog.firstHop, {
      final: (response) => {
        call.note(`← ${titleOf(response)}`);
      },
      failed: (error) => {
        call.end({ by: 'network', status: 408, reason: error.message, cause: undefined });
      },
    });
  }
}
