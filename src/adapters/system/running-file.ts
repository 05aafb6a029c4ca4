import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where everything is, for programs and people that look for a running Opora. */
export interface Running {
  readonly pid: number;
  /** Where browsers find the pages. */
  readonly http: string;
  /** `host:port` that a SIP phone registers at. */
  readonly sip: string;
  /** Root of Asterisk's HTTP server. */
  readonly ari: string;
  /** `host:port`. */
  readonly ami: string;
  /** `host:port/name`, without the password. */
  readonly database: string;
  readonly lines: readonly {
    readonly id: string;
    readonly title: string;
    readonly number: string;
    readonly sip: string;
  }[];
  /** Demonstration only: phone accounts of the agents. */
  readonly agents?: readonly {
    readonly id: string;
    readonly name: string;
    readonly sipUser: string;
    readonly sipPassword: string;
  }[];
  /** Demonstration only. */
  readonly logins?: readonly {
    readonly login: string;
    readonly name: string;
    readonly role: string;
    readonly password: string;
  }[];
}

/** Writes `DATA_DIR/running.json` so that it appears whole, readable for its owner only. */
export function writeRunning(dataDir: string, running: Running): void {
  const path = join(dataDir, 'running.json');
  writeFileSync(`${path}.new`, `${JSON.stringify(running, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

/** Harmless when it is gone. */
export function removeRunning(dataDir: string): void {
  rmSync(join(dataDir, 'running.json'), { force: true });
}
