import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { maskNumber, normaliseNumber, type Caller } from '../../domain/callers/caller.ts';
import { Problem } from '../../domain/shared/problem.ts';
import type { CallerVault } from '../../ports/system.ts';

const CIPHER = 'aes-256-gcm';
/** Bytes; the length that GCM is specified for (NIST SP 800-38D). */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** First byte of what is sealed, so that a later scheme can live beside this one. */
const VERSION = 1;

export interface SealingVaultDeps {
  /** 32 bytes in hex: makes the hash of a number worthless without it. */
  readonly hashKey: string;
  /** 32 bytes in hex: seals the number itself. */
  readonly dataKey: string;
}

/** Something sealed does not open: another key, or tampered with. */
export class CannotUnseal extends Problem {
  constructor(options?: ErrorOptions) {
    super('cannot-unseal', 'A sealed number does not open with this key', {}, options);
  }
}

/** Turns a caller's number into what may be shown, what recognises it, and what only a key opens. */
export class SealingVault implements CallerVault {
  readonly #hashKey: Buffer;
  readonly #dataKey: Buffer;

  constructor(deps: SealingVaultDeps) {
    this.#hashKey = Buffer.from(deps.hashKey, 'hex');
    this.#dataKey = Buffer.from(deps.dataKey, 'hex');
  }

  protect(rawNumber: string): Caller {
    const digits = normaliseNumber(rawNumber);
    if (digits === undefined) return { kind: 'withheld' };
    return {
      kind: 'known',
      masked: maskNumber(digits),
      hash: createHmac('sha256', this.#hashKey).update(digits).digest('base64url'),
      sealed: this.#seal(digits),
    };
  }

  /** Opens what `protect` sealed. Only a revealing use case may ask. Throws {@link CannotUnseal}. */
  reveal(sealed: string): string {
    try {
      const bytes = Buffer.from(sealed, 'base64url');
      if (bytes.readUInt8(0) !== VERSION) throw new CannotUnseal();
      const nonce = bytes.subarray(1, 1 + NONCE_BYTES);
      const tag = bytes.subarray(1 + NONCE_BYTES, 1 + NONCE_BYTES + TAG_BYTES);
      const opener = createDecipheriv(CIPHER, this.#dataKey, nonce, { authTagLength: TAG_BYTES });
      opener.setAuthTag(tag);
      const text = opener.update(bytes.subarray(1 + NONCE_BYTES + TAG_BYTES));
      return Buffer.concat([text, opener.final()]).toString('utf8');
    } catch (cause) {
      throw cause instanceof CannotUnseal ? cause : new CannotUnseal({ cause });
    }
  }

  #seal(text: string): string {
    const nonce = randomBytes(NONCE_BYTES);
    const sealer = createCipheriv(CIPHER, this.#dataKey, nonce, { authTagLength: TAG_BYTES });
    const body = Buffer.concat([sealer.update(text, 'utf8'), sealer.final()]);
    return Buffer.concat([Buffer.of(VERSION), nonce, sealer.getAuthTag(), body]).toString(
      'base64url',
    );
  }
}
