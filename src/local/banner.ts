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

/** Pages that people open first, with what each is. */
const PAGES = [
  ['', 'вход'],
  ['/desk', 'рабочее место психолога'],
  ['/ring', 'позвонить нам: телефон гражданина на странице (для показа)'],
  ['/brigade', 'бригада'],
  ['/wall', 'табло'],
] as const;

/** Where to look and how to ring: Russian first, then the same in short English. */
export function bannerOf(running: Running): string {
  return [
    '',
    'Опора работает',
    ...PAGES.map(([path, what]) => `  ${running.http}${path}  ${what}`),
    ...loginsOf(running),
    'Позвонить с SIP-телефона:',
    ...running.lines.map(({ title, sip }) => `  ${sip}  ${title}`),
    'Остановить: Ctrl-C',
    '',
    `Opora is up: open ${running.http}; ring a SIP address above; stop with Ctrl-C.`,
    '',
  ].join('\n');
}

/** Everybody but the brigades, of which there is one for each municipality: the first stands for all. */
function loginsOf({ logins = [] }: Running): string[] {
  if (logins.length === 0) return [];
  const brigades = logins.filter(({ role }) => role === 'brigade');
  const shown = [...logins.filter(({ role }) => role !== 'brigade'), ...brigades.slice(0, 1)];
  const more = brigades.length > 1 ? [`  … бригад всего ${String(brigades.length)}`] : [];
  return [
    'Вход для показа:',
    ...shown.map(({ login, password, role }) => `  ${login} / ${password}  (${role})`),
    ...more,
  ];
}
