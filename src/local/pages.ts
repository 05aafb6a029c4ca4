import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The pages could not be built; the message is what the builder said. */
export class PagesNotBuilt extends Error {
  readonly code = 'pages-not-built';

  constructor(said: string) {
    super(`The pages could not be built: ${said}`);
    this.name = 'PagesNotBuilt';
  }
}

/** Builds the pages into `dist/` when their sources changed. Throws {@link PagesNotBuilt}. */
export async function buildPages(root: string, say: (sentence: string) => void): Promise<void> {
  if (!existsSync(join(root, 'src/web')) || !existsSync(join(root, 'vite.config.ts'))) return;
  const wanted = fingerprint(root);
  const stamp = join(root, 'dist', '.opora-pages');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  say('Building the pages');
  await vite(root);
  mkdirSync(join(root, 'dist'), { recursive: true });
  writeFileSync(stamp, wanted);
}

function fingerprint(root: string): string {
  const hash = createHash('sha256');
  const folders = ['src/web', 'src/contract'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort(),
  );
  for (const path of [...folders, join(root, 'vite.config.ts'), join(root, 'package-lock.json')]) {
    hash.update(path.slice(root.length)).update('\0').update(readFileSync(path)).update('\0');
  }
  return hash.digest('hex');
}

function vite(root: string): Promise<void> {
  const program = join(root, 'node_modules/vite/bin/vite.js');
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [program, 'build', '--logLevel', 'warn'], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.once('error', fail);
    child.once('close', (code) => {
      if (code === 0) done();
      else fail(new PagesNotBuilt(said.trim()));
    });
  });
}
