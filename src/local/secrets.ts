import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { makeFolder } from './make-folder.ts';

const secret = z.string().min(16);
const hexKey = z.string().regex(/^[0-9a-f]{64}$/);

const secretsSchema = z.object({
  ari: secret,
  ami: secret,
  database: secret,
  session: secret,
  dataKey: hexKey,
  callerHashKey: hexKey,
  citizen: secret,
});

/** The passwords and keys of one copy of Opora. `dataKey` and `callerHashKey` are 32 bytes in hex. */
export type Secrets = z.infer<typeof secretsSchema>;

/** The file of secrets exists and cannot be used; inventing new ones would lose sealed data. */
export class UnreadableSecrets extends Error {
  readonly code = 'unreadable-secrets';

  constructor(path: string, options?: ErrorOptions) {
    super(
      `The file ${path} cannot be used: restore it from a backup, or remove it together with the data folder to begin anew.`,
      options,
    );
    this.name = 'UnreadableSecrets';
  }
}

/**
 * Reads `dataDir/secrets.json`, or makes it (mode 0600) when it is not there yet.
 * Two processes that arrive at once get the same secrets: the file appears whole, by a link.
 * Throws {@link UnreadableSecrets}.
 */
export function loadSecrets(dataDir: string): Secrets {
  const path = join(dataDir, 'secrets.json');
  return readSecrets(path) ?? writeSecrets(dataDir, path);
}

function readSecrets(path: string): Secrets | null {
  try {
    return secretsSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (cause) {
    if (isMissing(cause)) return null;
    throw new UnreadableSecrets(path, { cause });
  }
}

function writeSecrets(dataDir: string, path: string): Secrets {
  makeFolder(dataDir, 0o700);
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  writeFileSync(draft, `${JSON.stringify(inventSecrets(), null, 2)}\n`, { mode: 0o600 });
  try {
    linkSync(draft, path);
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'EEXIST')) throw cause;
  } finally {
    rmSync(draft);
  }
  const secrets = readSecrets(path);
  if (secrets === null) throw new UnreadableSecrets(path);
  return secrets;
}

function inventSecrets(): Secrets {
  const password = (): string => randomBytes(18).toString('base64url');
  const key = (): string => randomBytes(32).toString('hex');
  return {
    ari: password(),
    ami: password(),
    database: password(),
    session: key(),
    dataKey: key(),
    callerHashKey: key(),
    citizen: password(),
  };
}

function isMissing(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
}
