import { createHash, randomUUID } from 'node:crypto';
import type { Ids } from '../../ports/system.ts';

/** Ids from the machine's randomness, and ids that a name alone decides. */
export class RandomIds implements Ids {
  next(): string {
    return randomUUID();
  }

  /** A UUID of version 8 (RFC 9562: "custom"): the first 128 bits of the name's SHA-256. */
  of(name: string): string {
    const bytes = createHash('sha256').update(name, 'utf8').digest().subarray(0, 16);
    bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
    bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
    const hex = bytes.toString('hex');
    return [
      hex.slice(0, 8),
      hex.slice(8, 12),
      hex.slice(12, 16),
      hex.slice(16, 20),
      hex.slice(20),
    ].join('-');
  }
}
