/**
 * The desk as the service composes it (telephony, journal, controller with its pulse), without the
 * record and the screens, in a process of its own: the generator must not steal its event loop.
 */
import { SqliteJournal } from '../../src/adapters/journal/sqlite-journal.ts';
import { connectTelephony } from '../../src/adapters/asterisk/connect-telephony.ts';
import { pinoLog } from '../../src/adapters/system/pino-log.ts';
import { RandomIds } from '../../src/adapters/system/random-ids.ts';
import { SealingVault } from '../../src/adapters/system/sealing-vault.ts';
import { SystemClock } from '../../src/adapters/system/system-clock.ts';
import { Controller } from '../../src/app/calls/controller.ts';
import { Desk } from '../../src/app/calls/desk.ts';
import { SECOND } from '../../src/domain/shared/time.ts';
import { benchLine } from './line.ts';
import type { DeskSettings } from './desk-settings.ts';

const settings = JSON.parse(process.argv[2] ?? '{}') as DeskSettings;
const clock = new SystemClock();
const log = pinoLog({ level: 'info' });
const journal = new SqliteJournal({ path: settings.journalPath, now: () => clock.now() });
const telephony = connectTelephony({
  settings: { ...settings.ari, transport: 'auto' },
  clock,
  log,
});
const desk = new Desk({
  telephony,
  journal,
  clock,
  ids: new RandomIds(),
  vault: new SealingVault({ hashKey: '11'.repeat(32), dataKey: '22'.repeat(32) }),
  log,
  rules: {
    ringTimeoutMs: 20 * SECOND,
    wrapUpMs: settings.wrapUpMs,
    region: benchLine.region,
    language: 'ru',
  },
  lines: [benchLine],
  soon: (action) => void setImmediate(action),
  appended: () => undefined,
});
const controller = new Controller({
  telephony,
  desk,
  clock,
  log,
  takeFallbackRecords: () => Promise.resolve(true),
  replaced: () => process.exit(1),
});

desk.restore();
for (const name of settings.agents) {
  desk.enrol({
    id: name,
    name,
    skills: ['operator'],
    reachableAt: [name],
    availability: 'available',
    since: clock.now(),
  });
}
const stop = (): void => {
  void controller.close().then(() => {
    journal.close();
    process.exit(0);
  });
};
process.on('SIGTERM', stop);
process.on('disconnect', stop);
await controller.start();
process.send?.('ready');
