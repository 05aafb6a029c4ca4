import { createRequire } from 'node:module';
import { join } from 'node:path';
import { cruise, type ICruiseResult, type IForbiddenRuleType } from 'dependency-cruiser';
import { beforeAll, describe, expect, test } from 'vitest';

const SINS = join(import.meta.dirname, 'sins');
const arrow = createRequire(import.meta.url)('../../.dependency-cruiser.cjs') as {
  forbidden: (IForbiddenRuleType & { name: string })[];
  options: Record<string, unknown>;
};

/** Each rule of the arrow, and the planted file that breaks it. */
const PLANTED: Record<string, string> = {
  'no-circles': 'src/domain/circle/one.ts',
  'no-lost-imports': 'src/domain/calls/lost.ts',
  'domain-knows-domain': 'src/domain/calls/reaches-up.ts',
  'domain-is-pure': 'src/domain/calls/reads-files.ts',
  'domain-modules-share-types-only': 'src/domain/calls/borrows-a-value.ts',
  'ports-know-domain': 'src/ports/reaches-up.ts',
  'app-knows-ports': 'src/app/calls/speaks-to-vendor.ts',
  'adapters-know-ports': 'src/adapters/asterisk/reaches-up.ts',
  'adapters-keep-apart': 'src/adapters/asterisk/knows-another.ts',
  'http-knows-app': 'src/http/skips-the-app.ts',
  'http-takes-types-of-domain': 'src/http/decides.ts',
  'jobs-know-app': 'src/jobs/serves.ts',
  'contract-knows-nobody': 'src/contract/knows-us.ts',
  'web-knows-contract': 'src/web/skips-the-contract.ts',
  'config-knows-local-settings': 'src/config.ts',
  'nobody-imports-programs': 'src/app/calls/reads-settings.ts',
  'nobody-imports-local': 'src/http/starts-servers.ts',
  'vendors-stay-outside': 'src/app/calls/takes-a-package.ts',
  'contract-takes-zod-only': 'src/contract/takes-a-package.ts',
  'source-knows-no-tests': 'src/app/calls/knows-tests.ts',
};

let broken: { rule: string; file: string }[];

beforeAll(async () => {
  const { output } = await cruise(['src'], {
    ...arrow.options,
    baseDir: SINS,
    validate: true,
    ruleSet: { forbidden: arrow.forbidden },
  });
  const { violations } = (output as ICruiseResult).summary;
  broken = violations.map(({ rule, from }) => ({ rule: rule.name, file: from }));
}, 30_000);

test('every rule of the arrow has its planted sin', () => {
  expect(Object.keys(PLANTED)).toEqual(arrow.forbidden.map(({ name }) => name));
});

describe('the arrow refuses', () => {
  test.each(Object.entries(PLANTED))('%s: %s', (rule, file) => {
    expect(broken).toContainEqual({ rule, file });
  });
});
