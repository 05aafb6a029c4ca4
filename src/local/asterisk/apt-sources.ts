import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where this machine gets its Debian packages, and the keys it trusts for them. */
export type DebianMirror = { readonly uri: string; readonly keyrings: readonly string[] };

const OWN_KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';

/**
 * Reads the machine's own apt sources (`sources.list`, `*.list` and deb822 `*.sources`) and returns
 * the first mirror with the component `main` that is not a security archive; null when none stands.
 */
export function findDebianMirror(aptDir = '/etc/apt'): DebianMirror | null {
  const mirrors = [
    ...filesOf(join(aptDir, 'sources.list.d'), '.sources').flatMap(mirrorsInDeb822),
    ...[
      ...textOf(join(aptDir, 'sources.list')),
      ...filesOf(join(aptDir, 'sources.list.d'), '.list'),
    ].flatMap(mirrorsInList),
  ];
  return mirrors.find(({ uri }) => !/security|^cdrom:/.test(uri)) ?? null;
}

/** One-line style: `deb [signed-by=/key.gpg] URI SUITE COMPONENT…`. */
export function mirrorsInList(text: string): DebianMirror[] {
  return text.split('\n').flatMap((line) => {
    const found = /^\s*deb\s+(?:\[([^\]]*)\]\s+)?(\S+)\s+\S+\s+([^#]*)/.exec(line);
    const [, options = '', uri = '', components = ''] = found ?? [];
    if (!components.split(/\s+/).includes('main')) return [];
    const signedBy = /(?:^|\s)signed-by=(\S+)/i.exec(options)?.[1] ?? '';
    return [{ uri, keyrings: keyrings(signedBy.split(',')) }];
  });
}

/** Stanza style, one `Field: value` a line, stanzas parted by an empty line. */
export function mirrorsInDeb822(text: string): DebianMirror[] {
  return text.split(/\n\s*\n/).flatMap((stanza) => {
    const field = (name: string): string[] =>
      new RegExp(`^${name}:[ \\t]*(.*)$`, 'im').exec(stanza)?.[1]?.trim().split(/\s+/) ?? [];
    const usable =
      field('Types').includes('deb') &&
      field('Components').includes('main') &&
      field('Enabled')[0] !== 'no';
    if (!usable) return [];
    return field('URIs').map((uri) => ({ uri, keyrings: keyrings(field('Signed-By')) }));
  });
}

/** A keyring of one release need not hold the key of the next: Debian's own stands beside it. */
function keyrings(named: readonly string[]): string[] {
  return [...new Set([...named.filter((path) => path.startsWith('/')), OWN_KEYRING])];
}

function filesOf(dir: string, ending: string): string[] {
  try {
    const names = readdirSync(dir).filter((name) => name.endsWith(ending));
    return names.sort().flatMap((name) => textOf(join(dir, name)));
  } catch (cause) {
    if (isMissing(cause)) return [];
    throw cause;
  }
}

function textOf(path: string): string[] {
  try {
    // Comment lines go first: inside a stanza they would otherwise hide the field after them.
    return [readFileSync(path, 'utf8').replace(/^\s*#.*\n?/gm, '')];
  } catch (cause) {
    if (isMissing(cause)) return [];
    throw cause;
  }
}

function isMissing(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
}
