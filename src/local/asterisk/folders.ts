import { createHash } from 'node:crypto';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AsteriskInstall } from './asterisk-install.ts';
import { BadAsteriskSetting } from './problems.ts';
import type { AsteriskFolders } from './settings.ts';

/** The kernel's limit for the path of a unix socket is 108 bytes with the closing zero. */
const LONGEST_SOCKET_PATH = 107;

const PROMPTS_DIR = join(import.meta.dirname, '../../../prompts');

/** Studio voices of Debian's sound packages, by the language that channels carry. */
const VOICES: Readonly<Record<string, string>> = {
  ru: 'ru_RU_f_IvrvoiceRU',
  en: 'en_US_f_Allison',
};

/** Makes every folder that Asterisk reads or writes below `dataDir/asterisk`. */
export function makeFolders(dataDir: string, install: AsteriskInstall): AsteriskFolders {
  const root = join(dataDir, 'asterisk');
  const folders = {
    etc: join(root, 'etc'),
    share: join(root, 'share'),
    written: root,
    modules: install.modulesDir,
  };
  for (const dir of [
    folders.etc,
    join(root, 'lib/agi-bin'),
    join(root, 'lib/keys'),
    join(root, 'db'),
    join(root, 'log'),
    // Without it ARI answers 500 to every recording.
    join(root, 'spool/recording/opora-voicemail'),
    join(root, 'spool/tmp'),
  ]) {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
  }
  arrangeShare(folders.share, install.shareDir);
  return { ...folders, run: runFolder(root) };
}

/**
 * The folder of the pid file and of the control socket: `run`, or, where that path is too long for
 * a socket, a short one in the folder for temporary files, noted in `run/elsewhere`.
 */
export function runFolder(root: string): string {
  const run = join(root, 'run');
  mkdirSync(run, { recursive: true, mode: 0o700 });
  if (Buffer.byteLength(join(run, 'asterisk.ctl')) <= LONGEST_SOCKET_PATH) return run;
  const hash = createHash('sha256').update(root).digest('hex').slice(0, 12);
  const short = join(tmpdir(), `opora-${process.getuid?.() ?? 0}-${hash}`);
  mkdirSync(short, { recursive: true, mode: 0o700 });
  const found = lstatSync(short);
  // Anybody may make a folder there before us, and would then own our control socket.
  if (!found.isDirectory() || found.uid !== process.getuid?.() || (found.mode & 0o077) !== 0) {
    throw new BadAsteriskSetting('run', `cannot be ${short}: it belongs to somebody else`);
  }
  writeFileSync(join(run, 'elsewhere'), `${short}\n`);
  return short;
}

/** One folder for what is only read: the installation's parts, the voices by language, our prompts. */
function arrangeShare(share: string, installed: string): void {
  const sounds = join(share, 'sounds');
  mkdirSync(sounds, { recursive: true });
  for (const name of readdirSync(installed)) {
    if (name !== 'sounds') link(join(installed, name), join(share, name));
  }
  for (const [language, voice] of Object.entries(VOICES)) {
    const found = [voice, language].map((name) => join(installed, 'sounds', name)).find(existsSync);
    if (found !== undefined) link(found, join(sounds, language));
  }
  link(PROMPTS_DIR, join(sounds, 'opora'));
}

function link(target: string, path: string): void {
  const stands = lstatSync(path, { throwIfNoEntry: false });
  if (stands?.isSymbolicLink() === true && readlinkSync(path) === target) return;
  rmSync(path, { recursive: true, force: true });
  symlinkSync(target, path);
}
