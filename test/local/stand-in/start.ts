import { join } from 'node:path';
import { readConfig } from '../../../src/config.ts';
import { awaitRunning } from '../../../src/local/banner.ts';
import { Supervisor } from '../../../src/local/supervisor.ts';

// `npm start` with a stand-in for the service. Prints one word per step for the test to wait for.
const config = readConfig(process.env);
const supervisor = new Supervisor({
  config,
  program: join(import.meta.dirname, process.env['STAND_IN'] ?? 'service.ts'),
  environment: process.env,
  launchers: (process.env['OPORA_LAUNCHERS'] ?? '').split(',').filter(Boolean).map(Number),
  prepare: () => Promise.resolve(),
  say: console.log,
  hopeless: () => {
    console.log('HOPELESS');
    void supervisor.stop().then(() => process.exit(1));
  },
});
process.on('SIGTERM', () => {
  void supervisor.stop().then(() => process.exit(0));
});
try {
  await supervisor.start();
  if (await awaitRunning(config.dataDir, 30_000)) console.log('UP');
} catch (cause) {
  console.log(`REFUSED ${cause instanceof Error ? cause.message : String(cause)}`);
  await supervisor.stop();
  process.exitCode = 1;
}
