/** RFC 4733 events: a key as named packets instead of a sound. */
const KEYS = '0123456789*#ABCD';
const KEY_FRAMES = 5;
const END_COPIES = 3;
const GAP_FRAMES = 4;
const VOLUME = 10;

export type EventFrame = { payload: Buffer; first: boolean } | 'gap';

/** The payloads of one key at 20 ms each: growing duration, three ends, then a gap. Empty for an unknown key. */
export function framesOfKey(key: string): EventFrame[] {
  const event = KEYS.indexOf(key.toUpperCase());
  if (event < 0) return [];
  const frames: EventFrame[] = [];
  for (let at = 1; at <= KEY_FRAMES + END_COPIES; at += 1) {
    const ends = at > KEY_FRAMES;
    const payload = Buffer.alloc(4);
    payload.writeUInt8(event, 0);
    payload.writeUInt8((ends ? 0x80 : 0) | VOLUME, 1);
    payload.writeUInt16BE(Math.min(at, KEY_FRAMES + 1) * 160, 2);
    frames.push({ payload, first: at === 1 });
  }
  return [...frames, ...Array.from({ length: GAP_FRAMES }, (): EventFrame => 'gap')];
}

/** The key that an event packet ends; undefined while it is still held. */
export function endedKey(payload: Buffer): string | undefined {
  if (payload.length < 4 || (payload.readUInt8(1) & 0x80) === 0) return undefined;
  return KEYS[payload.readUInt8(0)];
}
