import type { PeerDialplan } from './switch.ts';

/** Numbers of the peers; the trunk's own context gets them in addition to the public lines. */
export const DIAL_NUMBER = '7001';
export const QUEUE_NUMBER = '7002';
/** Waits with an answered channel and music, as our callers do. */
export const HELD_QUEUE_NUMBER = '7003';

/**
 * The peers as kind to them as Asterisk allows: no answer and no announcement before the agent
 * rings, no CDR work of theirs, statically known members, every pause at its least (`retry=0`
 * would mean the default of 5 s).
 */
export function peerDialplan(agents: readonly string[]): PeerDialplan {
  return {
    extensions: [
      '[from-trunk](+)',
      `exten => ${DIAL_NUMBER},1,Dial(PJSIP/${agents[0] ?? ''})`,
      `exten => ${QUEUE_NUMBER},1,Queue(bench)`,
      `exten => ${HELD_QUEUE_NUMBER},1,Answer()`,
      ' same => n,Queue(bench)',
      ...agents.map((name, at) => `exten => ${dialNumberOf(at)},1,Dial(PJSIP/${name})`),
      '',
    ].join('\n'),
    queues: [
      '[bench]',
      // All free members ring at once: nobody has to be chosen.
      `strategy = ${agents.length === 1 ? 'ringall' : 'linear'}`,
      'autofill = yes',
      'timeout = 60',
      'retry = 1',
      'wrapuptime = 0',
      'memberdelay = 0',
      'ringinuse = no',
      'joinempty = yes',
      'leavewhenempty = no',
      'announce-frequency = 0',
      'announce-position = no',
      'reportholdtime = no',
      ...agents.map((name) => `member => PJSIP/${name}`),
      '',
    ].join('\n'),
  };
}

/** The number under which `Dial()` rings the agent of this place in the list. */
export function dialNumberOf(at: number): string {
  return `71${String(at).padStart(2, '0')}`;
}
