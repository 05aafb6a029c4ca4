/** The two narrow-band codecs of the public network; both have a fixed payload type (RFC 3551). */
export type CodecName = 'PCMA' | 'PCMU';

export const PAYLOAD_TYPE: Readonly<Record<CodecName, number>> = { PCMA: 8, PCMU: 0 };

/** The payload type under which we ask for RFC 4733 events in our own offers. */
export const OUR_EVENT_TYPE = 101;

/** What the far side said about its audio. */
export type RemoteMedia = {
  host: string;
  port: number;
  /** In the far side's order of preference; only those we speak. */
  codecs: CodecName[];
  /** Payload type of telephone events, when it takes them. */
  eventType: number | undefined;
};

/** Reads the first audio stream; undefined when there is none. */
export function parseSdp(text: string): RemoteMedia | undefined {
  let host = '';
  let audio: string[] | undefined;
  let inAudio = false;
  let eventType: number | undefined;
  for (const line of text.split(/\r?\n/)) {
    if (line.startsWith('m=')) {
      inAudio = line.startsWith('m=audio') && audio === undefined;
      if (inAudio) audio = line.slice(2).split(' ');
    } else if (line.startsWith('c=IN IP4 ') && (inAudio || audio === undefined)) {
      host = line.slice(9).trim();
    } else if (inAudio) {
      const event = /^a=rtpmap:(\d+) telephone-event\/8000/i.exec(line);
      if (event) eventType = Number(event[1]);
    }
  }
  if (!audio) return undefined;
  const types = audio.slice(3).map(Number);
  const codecs = types.flatMap((type): CodecName[] =>
    type === PAYLOAD_TYPE.PCMA ? ['PCMA'] : type === PAYLOAD_TYPE.PCMU ? ['PCMU'] : [],
  );
  return { host, port: Number(audio[1]), codecs, eventType };
}

export type OurMedia = {
  host: string;
  port: number;
  codecs: readonly CodecName[];
  eventType: number;
  /** Grows with every new description of the same session (RFC 3264 §8). */
  version: number;
};

export function writeSdp(media: OurMedia): string {
  const types = media.codecs.map((codec) => String(PAYLOAD_TYPE[codec]));
  const event = String(media.eventType);
  return [
    'v=0',
    `o=- 1 ${String(media.version)} IN IP4 ${media.host}`,
    's=-',
    `c=IN IP4 ${media.host}`,
    't=0 0',
    `m=audio ${String(media.port)} RTP/AVP ${[...types, event].join(' ')}`,
    ...media.codecs.map((codec) => `a=rtpmap:${String(PAYLOAD_TYPE[codec])} ${codec}/8000`),
    `a=rtpmap:${event} telephone-event/8000`,
    `a=fmtp:${event} 0-16`,
    'a=ptime:20',
    'a=sendrecv',
    '',
  ].join('\r\n');
}
