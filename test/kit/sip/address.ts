/** A `From`, `To` or `Contact` taken apart: `"Анна" <sip:+7922…@host>;tag=x`. */
export type SipAddress = {
  /** Display name with the quotes and escapes taken off; empty when there is none. */
  name: string;
  /** The user part of the URI, unescaped: a phone number or an account. */
  number: string;
  uri: string;
  tag: string | undefined;
};

export type SipTarget = { user: string; host: string; port: number };

const DEFAULT_SIP_PORT = 5060;

/**
 * Writes a display name as a quoted string, whatever it holds. CR, LF and NUL have no form inside
 * a quoted string (RFC 3261 §25.1), so they become spaces; everything else arrives as it is.
 */
export function quoteName(name: string): string {
  return `"${name.replace(/\r|\n|\0/g, ' ').replace(/["\\]/g, '\\$&')}"`;
}

export function parseAddress(value: string): SipAddress {
  const { name, rest } = takeName(value.trim());
  const bracketed = /^<([^>]*)>(.*)$/.exec(rest);
  const semicolon = rest.indexOf(';');
  const uri = bracketed?.[1] ?? (semicolon < 0 ? rest : rest.slice(0, semicolon)).trim();
  const params = bracketed?.[2] ?? (semicolon < 0 ? '' : rest.slice(semicolon));
  return {
    name,
    number: parseUri(uri).user,
    uri,
    tag: /;\s*tag=([^;\s]+)/i.exec(params)?.[1],
  };
}

export function parseUri(uri: string): SipTarget {
  const match = /^sips?:(?:([^@]*)@)?([^;:?>]+)(?::(\d+))?/i.exec(uri);
  const user = (match?.[1] ?? '').split(/[;:]/)[0] ?? '';
  return {
    user: unescapeUser(user),
    host: match?.[2] ?? '',
    port: match?.[3] === undefined ? DEFAULT_SIP_PORT : Number(match[3]),
  };
}

/** A dialled number, an account, or a whole `sip:` URI → the request URI. */
export function uriFor(dialled: string, server: { host: string; port: number }): string {
  if (/^sips?:/i.test(dialled)) return dialled;
  return `sip:${escapeUser(dialled)}@${server.host}:${String(server.port)}`;
}

export function escapeUser(user: string): string {
  return encodeURIComponent(user).replace(/%2B/g, '+');
}

function unescapeUser(user: string): string {
  // A stray percent sign is not ours to judge: show it as it came.
  return /%(?![0-9a-f]{2})/i.test(user) ? user : safeDecode(user);
}

function safeDecode(user: string): string {
  return Buffer.from(
    user.replace(/[^%]|%([0-9a-f]{2})/gi, (char, hex: string | undefined) =>
      hex === undefined
        ? Buffer.from(char).toString('latin1')
        : String.fromCharCode(parseInt(hex, 16)),
    ),
    'latin1',
  ).toString('utf8');
}

function takeName(value: string): { name: string; rest: string } {
  if (value.startsWith('"')) {
    const quoted = /^"((?:[^"\\]|\\.)*)"\s*(.*)$/s.exec(value);
    if (quoted) {
      return { name: (quoted[1] ?? '').replace(/\\(.)/gs, '$1'), rest: quoted[2] ?? '' };
    }
  }
  const angle = value.indexOf('<');
  if (angle < 0) return { name: '', rest: value };
  return { name: value.slice(0, angle).trim(), rest: value.slice(angle) };
}
