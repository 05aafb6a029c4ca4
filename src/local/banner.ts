import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { until } from './processes.ts';

/** What the service writes into `DATA_DIR/running.json` once it is up, as far as people need it. */
const runningSchema = z.object({
  pid: z.number().int(),
  http: z.string(),
  lines: z.array(z.object({ title: z.string(), number: z.string(), sip: z.string() })).default([]),
  logins: z
    .array(z.object({ login: z.string(), password: z.string(), role: z.string() }))
    .optional(),
});

export type Running = z.infer<typeof runningSchema>;

/** The service's `running.json` once it is there and whole; null when it never appeared. */
export async function awaitRunning(dataDir: string, deadlineMs: number): Promise<Running | null> {
  let running: Running | null = null;
  await until(() => (running = readRunning(join(dataDir, 'running.json'))) !== null, deadlineMs);
  return running;
}

function readRunning(path: string): Running | null {
  if (!existsSync(path)) return null;
  try {
    return runningSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (cause) {
    // Removed or half written in this moment; the next look sees it whole.
    if (cause instanceof SyntaxError || (cause instanceof Error && 'code' in cause)) return null;
    throw cause;
  }
}

/** Where to look and how to ring: Russian first, then the same in short English. */
export function bannerOf(running: Running, pages: readonly string[]): string {
  const lines = running.lines.map(({ title, sip }) => `  ${sip}  ${title}`);
  const logins = (running.logins ?? []).map(
    ({ login, password, role }) => `  ${login} / ${password}  (${role})`,
  );
  return [
    '',
    'Опора работает',
    ...pages.map((page) => `  ${page}`),
    ...(logins.length > 0 ? ['Вход для показа:', ...logins] : []),
    'Позвонить с SIP-телефона:',
    ...lines,
    'Остановить: Ctrl-C',
    '',
    `Opora is up: open ${running.http}; ring a SIP address above; stop with Ctrl-C.`,
    '',
  ].join('\n');
}
