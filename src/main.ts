import { compose } from './compose.ts';
import { readConfig } from './config.ts';

/** The process: settings in, Opora up; one signal ends it, a second one ends it at once. */
async function main(): Promise<void> {
  const config = readConfig(process.env);
  let ending = false;
  const end = (code: number): void => {
    if (ending) process.exit(1);
    ending = true;
    opora.close().then(
      () => process.exit(code),
      (cause: unknown) => {
        tell(cause);
        process.exit(1);
      },
    );
  };
  const opora = compose(config, {
    replaced: () => {
      end(1);
    },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      end(0);
    });
  }
  await opora.start();
}

/** People get the sentence; a mistake of ours keeps its stack. */
function tell(cause: unknown): void {
  const foreseen = cause instanceof Error && 'code' in cause;
  console.error(foreseen ? cause.message : cause);
}

main().catch((cause: unknown) => {
  tell(cause);
  process.exit(1);
});
