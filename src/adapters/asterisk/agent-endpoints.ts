import { Problem } from '../../domain/shared/problem.ts';
import type { PhoneAccount } from '../../ports/switch-health.ts';

/** An account that cannot stand in a configuration file of Asterisk. */
export class BadPhoneAccount extends Problem {
  constructor(id: string, field: string) {
    super(
      'bad-phone-account',
      `The phone account ${JSON.stringify(id)} has a ${field} with a sign outside of A-Z a-z 0-9 _ -`,
      { id, field },
    );
  }
}

const HEAD =
  '; Generated, do not edit: the service writes it anew whenever an account changes.\n' +
  '; The templates agent-phone, agent-browser, agent-auth and agent-aor stand in pjsip.conf.\n';

/**
 * The content of `pjsip_agents.conf`: for each account the endpoint `<sipUser>` for a SIP phone and
 * `<sipUser>-web` for the browser, each with an auth (user name = endpoint name, the same password)
 * and an aor of the same name. In order of their names, so that equal accounts give equal files.
 * Throws {@link BadPhoneAccount}: one bad sign could open a section of its own.
 */
export function renderAgentEndpoints(accounts: readonly PhoneAccount[]): string {
  const sorted = [...accounts].sort((a, b) => (a.sipUser < b.sipUser ? -1 : 1));
  return [HEAD, ...sorted.map(renderAccount)].join('\n');
}

function renderAccount({ id, sipUser, sipPassword }: PhoneAccount): string {
  plain(id, 'id', id);
  plain(id, 'sipUser', sipUser);
  plain(id, 'sipPassword', sipPassword);
  return [
    `; ${id}`,
    ...renderEndpoint(sipUser, sipPassword, 'agent-phone'),
    ...renderEndpoint(`${sipUser}-web`, sipPassword, 'agent-browser'),
    '',
  ].join('\n');
}

function renderEndpoint(name: string, password: string, template: string): string[] {
  return [
    `[${name}](${template})`,
    `auth = ${name}`,
    `aors = ${name}`,
    `[${name}](agent-auth)`,
    `username = ${name}`,
    `password = ${password}`,
    `[${name}](agent-aor)`,
  ];
}

function plain(id: string, field: string, value: string): void {
  if (!/^[A-Za-z0-9_-]+$/.test(value)) throw new BadPhoneAccount(id, field);
}
