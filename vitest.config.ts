import { defineConfig } from 'vitest/config';

/** Everything that starts an Asterisk, a PostgreSQL or a browser: one file at a time. */
const REAL = ['local', 'dialplan', 'contract', 'http', 'e2e', 'browser', 'adapters', 'bench'].map(
  (folder) => `test/${folder}/**/*.test.ts`,
);

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts', 'src/**/*.test.ts'],
          exclude: [...REAL, 'test/arrow/sins/**', 'node_modules/**'],
        },
      },
      {
        test: {
          name: 'real',
          include: REAL,
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
