const FINAL_TEXT = 0x81;
/** Lengths above these need 2 or 8 more bytes (RFC 6455, section 5.2). */
const LONGEST_SHORT = 125;
const LONGEST_MEDIUM = 0xffff;

/** One whole unmasked, uncompressed WebSocket text message, as a server puts it on the wire. */
export function textFrame(text: string): Buffer {
  const length = Buffer.byteLength(text);
  const headLength = length <= LONGEST_SHORT ? 2 : length <= LONGEST_MEDIUM ? 4 : 10;
  const frame = Buffer.allocUnsafe(headLength + length);
  frame[0] = FINAL_TEXT;
  if (headLength === 2) frame[1] = length;
  if (headLength === 4) {
    frame[1] = 126;
    frame.writeUInt16BE(length, 2);
  }
  if (headLength === 10) {
    frame[1] = 127;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  frame.write(text, headLength);
  return frame;
}
