import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** What the tests need from Debian beside Node: a program or a file, and the package that has it. */
const NEEDED = [
  { package: 'sip-tester', there: () => onPath('sipp') },
  { package: 'chromium', there: () => onPath('chromium') },
  {
    package: 'fonts-dejavu-core',
    there: () => existsSync('/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf'),
  },
] as const;

/** Packages are missing and cannot be installed by us. The message is the command to run. */
export class PackagesMissing extends Error {
  readonly code = 'packages-missing';

  constructor(names: readonly string[], options?: ErrorOptions) {
    super(
      `The tests need Debian packages: run "apt-get install -y --no-install-recommends ${names.join(' ')}" as root, then start again.`,
      options,
    );
    this.name = 'PackagesMissing';
  }
}

/** Installs what is missing when we are root. Throws {@link PackagesMissing} otherwise. */
export function ensureDebianPackages(say: (sentence: string) => void): void {
  const missing = missingPackages();
  if (missing.length === 0) return;
  if (process.getuid?.() !== 0 || !onPath('apt-get')) throw new PackagesMissing(missing);
  say(`installing ${missing.join(', ')}`);
  apt(['update']);
  const said = apt(['install', '-y', '--no-install-recommends', ...missing]);
  const left = missingPackages();
  if (left.length > 0) throw new PackagesMissing(left, { cause: said });
}

function missingPackages(): string[] {
  return NEEDED.filter((one) => !one.there()).map((one) => one.package);
}

function apt(args: string[]): string {
  // An hour: apt waits for another apt that holds the lock, as on a machine that just booted.
  const options = ['-q', '-o', 'DPkg::Lock::Timeout=3600'];
  const done = spawnSync('apt-get', [...options, ...args], {
    encoding: 'utf8',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    maxBuffer: 64 * 1024 * 1024,
  });
  return done.stdout + done.stderr;
}

function onPath(program: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch (cause) {
      // Not in this folder; the next one may have it.
      if (cause instanceof Error && 'code' in cause) return false;
      throw cause;
    }
  });
}
