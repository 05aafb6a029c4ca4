import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import { ensureDebianPackages } from './debian-packages.ts';
import { buildPages } from './pages.ts';

const ROOT = dirname(dirname(import.meta.dirname));

const reportSchema = z.object({ numPassedTests: z.number(), numFailedTests: z.number() });

type Count = { passed: number; failed: number };
type Stage = { readonly title: string; run(): Count | Promise<Count> };

const bin = (name: string): string => join(ROOT, 'node_modules/.bin', name);

/** One program that is right or wrong as a whole: it counts as one test. */
function check(title: string, program: string, args: string[]): Stage {
  return {
    title,
    run: () => {
      const { status } = spawnSync(bin(program), args, { cwd: ROOT, stdio: 'inherit' });
      return status === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
    },
  };
}

/** A project of vitest; its own counts are taken from its JSON report. */
function tests(project: string): Stage {
  return {
    title: `tests: ${project}`,
    run: () => {
      const folder = mkdtempSync(join(tmpdir(), 'opora-report-'));
      const report = join(folder, 'report.json');
      const { status } = spawnSync(
        bin('vitest'),
        [
          ...['run', '--project', project, '--passWithNoTests', ...process.argv.slice(2)],
          ...['--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
        ],
        { cwd: ROOT, stdio: 'inherit' },
      );
      const { passed, failed } = countsOf(report);
      rmSync(folder, { recursive: true });
      // A file that does not load, or an error outside of a test, fails no single test.
      return { passed, failed: status !== 0 && failed === 0 ? 1 : failed };
    },
  };
}

function countsOf(report: string): Count {
  if (!existsSync(report)) return { passed: 0, failed: 0 };
  const { numPassedTests, numFailedTests } = reportSchema.parse(
    JSON.parse(readFileSync(report, 'utf8')),
  );
  return { passed: numPassedTests, failed: numFailedTests };
}

const pages: Stage = {
  title: 'pages',
  run: async () => {
    try {
      await buildPages(ROOT, console.log);
      return { passed: 1, failed: 0 };
    } catch (cause) {
      console.error(cause instanceof Error ? cause.message : cause);
      return { passed: 0, failed: 1 };
    }
  },
};

const packages: Stage = {
  title: 'Debian packages',
  run: () => {
    try {
      ensureDebianPackages(console.log);
      return { passed: 0, failed: 0 };
    } catch (cause) {
      console.error(cause instanceof Error ? cause.message : cause);
      return { passed: 0, failed: 1 };
    }
  },
};

function stages(): Stage[] {
  const web = existsSync(join(ROOT, 'src/web/tsconfig.json'))
    ? [check('types of the pages', 'tsc', ['-p', 'src/web/tsconfig.json', '--noEmit'])]
    : [];
  return [
    packages,
    check('format', 'prettier', ['--check', '--log-level', 'warn', '.']),
    check('lint', 'eslint', ['.']),
    check('types', 'tsc', ['-p', 'tsconfig.json', '--noEmit']),
    ...web,
    check('arrow', 'depcruise', ['--config', '.dependency-cruiser.cjs', 'src']),
    check('compose file', 'dclint', ['--max-warnings', '0', 'docker-compose.yml']),
    check('Dockerfiles', 'dockerfilelint', ['Dockerfile', 'docker/asterisk.Dockerfile']),
    pages,
    tests('unit'),
    tests('real'),
  ];
}

const total: Count = { passed: 0, failed: 0 };
for (const stage of stages()) {
  console.log(`\n── ${stage.title}`);
  const { passed, failed } = await stage.run();
  total.passed += passed;
  total.failed += failed;
  if (failed > 0) {
    console.log(`\n${stage.title}: failed; what comes after it was not run`);
    break;
  }
}
process.exitCode = total.failed > 0 ? 1 : 0;
console.log(`\n${total.passed} passed, ${total.failed} failed`);
