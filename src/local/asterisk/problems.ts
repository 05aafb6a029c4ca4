import { Problem } from '../../domain/shared/problem.ts';

/** Asterisk is not on this machine and cannot be brought. */
export class AsteriskUnavailable extends Problem {
  constructor(why: string, options?: ErrorOptions) {
    super(
      'asterisk-unavailable',
      `Asterisk cannot be had here: ${why}. Install Asterisk 20 or newer, name one with ARI_URL, or run everything with "docker compose up".`,
      {},
      options,
    );
  }
}

/** Asterisk was started and did not become ready. */
export class AsteriskDidNotStart extends Problem {
  constructor(why: string, details: Readonly<Record<string, unknown>> = {}) {
    super('asterisk-did-not-start', `Asterisk did not start: ${why}.`, details);
  }
}

/** Another program listens where Asterisk has to. */
export class PortTaken extends Problem {
  constructor(port: number, purpose: string) {
    super(
      'port-taken',
      `Port ${port} (${purpose}) is taken by another program: stop it or choose another port.`,
      { port, purpose },
    );
  }
}

/** A template or a setting for Asterisk's configuration cannot be used. */
export class BadAsteriskSetting extends Problem {
  constructor(name: string, why: string) {
    super('bad-asterisk-setting', `The Asterisk setting ${name} ${why}.`, { name });
  }
}
