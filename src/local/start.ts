import { dirname, join } from 'node:path';
import { readConfig } from '../config.ts';
import { awaitRunning, bannerOf } from './banner.ts';
import { whenAnyGone } from './lock.ts';
import { buildPages } from './pages.ts';
import { Supervisor } from './supervisor.ts';

const ROOT = dirname(dirname(import.meta.dirname));
const UP_WITHIN_MS = 60_000;

const say = (sentence: string): void => {
  console.log(`Opora: ${sentence}`);
};

/** People get the sentence; a mistake of ours keeps its stack. */
function tell(cause: unknown): void {
  const foreseen = cause instanceof Error && 'code' in cause;
  console.error(foreseen ? cause.message : cause);
}

async function start(): Promise<void> {
  const config = readConfig(process.env);
  const end = (code: number): void => {
    void supervisor.stop().then(
      () => process.exit(code),
      (cause: unknown) => {
        tell(cause);
        process.exit(1);
      },
    );
  };
  const launchers = (process.env['OPORA_LAUNCHERS'] ?? '').split(',').filter(Boolean).map(Number);
  const supervisor = new Supervisor({
    config,
    program: join(ROOT, 'src/main.ts'),
    environment: process.env,
    launchers,
    prepare: () => buildPages(ROOT, say),
    say,
    hopeless: (lastLines) => {
      console.error(`${lastLines}\nThe service does not come up: see the lines above.`);
      end(1);
    },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      end(0);
    });
  }
  // npm passes signals to its shell only, which ends without telling us.
  whenAnyGone(launchers, () => {
    end(0);
  });
  try {
    await supervisor.start();
  } catch (cause) {
    tell(cause);
    end(1);
    return;
  }
  const running = await awaitRunning(config.dataDir, UP_WITHIN_MS);
  if (running) console.log(bannerOf(running));
  else say(`the service is not up yet; its log is ${join(config.dataDir, 'service.log')}`);
}

start().catch((cause: unknown) => {
  tell(cause);
  process.exitCode = 1;
});
