import { dirname } from 'node:path';
import { listOf, wishOf } from './command-line.ts';
import type { Benchmark } from './benchmark.ts';
import { benchmarks } from './all.ts';
import { conditions, jsonOf, tableOf } from './report.ts';
import { Scope } from './scope.ts';

const ROOT = dirname(import.meta.dirname);

const say = (sentence: string): void => {
  process.stderr.write(`bench: ${sentence}\n`);
};

/** Ctrl-C ends everything that was started, and only then the program. */
function endOnSignals(scope: Scope): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      say('stopping');
      void scope.close().then(
        () => process.exit(130),
        (cause: unknown) => {
          console.error(cause);
          process.exit(1);
        },
      );
    });
  }
}

async function run(benchmark: Benchmark, json: boolean): Promise<void> {
  const scope = new Scope();
  endOnSignals(scope);
  const under = conditions(ROOT);
  try {
    const result = await benchmark.run({ scope, say });
    await scope.close();
    console.log(json ? jsonOf(result, under) : tableOf(result, under));
  } catch (cause) {
    // What fails while Ctrl-C takes everything away is no news.
    if (scope.closing) await scope.close();
    else {
      process.exitCode = 1;
      console.error(cause instanceof Error && 'code' in cause ? cause.message : cause);
      await scope.close();
    }
  }
}

const wish = wishOf(process.argv.slice(2), benchmarks);
switch (wish.kind) {
  case 'list':
    console.log(listOf(benchmarks));
    break;
  case 'unclear':
    console.error(wish.sentence);
    process.exitCode = 2;
    break;
  case 'run':
    await run(wish.benchmark, wish.json);
    break;
}
