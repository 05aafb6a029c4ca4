// The arrow of ARCHITECTURE.md: imports go to the right only. test/arrow plants one sin per rule.
const DOMAIN_MODULES = '^src/domain/([^/]+)/';
const src = (folders) => `^src/(${folders})`;
const OURS = '^src/';

/** Files of `from` may import files of ours only in `allowed`. */
function mayImportOnly(name, from, allowed) {
  return {
    name,
    severity: 'error',
    comment: `src/${from} may import from ours only: ${allowed}`,
    from: { path: src(`(${from})`) },
    to: { path: OURS, pathNot: src(`(${allowed})`) },
  };
}

const PROGRAMS = 'compose\\.ts|main\\.ts|config\\.ts';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-lost-imports',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    mayImportOnly('domain-knows-domain', 'domain/', 'domain/'),
    {
      name: 'domain-is-pure',
      severity: 'error',
      comment: 'no npm package and nothing of Node in the domain',
      from: { path: src('domain/') },
      to: { dependencyTypesNot: ['local', 'type-only'], pathNot: OURS },
    },
    {
      name: 'domain-modules-share-types-only',
      severity: 'error',
      comment: 'values come from the own module and domain/shared, types from everywhere',
      from: { path: DOMAIN_MODULES },
      to: {
        path: src('domain/'),
        pathNot: ['^src/domain/$1/', src('domain/shared/')],
        dependencyTypesNot: ['type-only'],
      },
    },
    mayImportOnly('ports-know-domain', 'ports/', 'ports/|domain/'),
    mayImportOnly('app-knows-ports', 'app/', 'app/|ports/|domain/|contract/'),
    mayImportOnly('adapters-know-ports', 'adapters/', 'adapters/|ports/|domain/'),
    {
      name: 'adapters-keep-apart',
      severity: 'error',
      comment: 'a vendor does not know another vendor',
      from: { path: '^src/adapters/([^/]+)/' },
      to: { path: src('adapters/'), pathNot: '^src/adapters/$1/' },
    },
    mayImportOnly('http-knows-app', 'http/', 'http/|app/|contract/|ports/|domain/'),
    {
      name: 'http-takes-types-of-domain',
      severity: 'error',
      comment: 'a request becomes a use case; only Problem and its kin come as values',
      from: { path: src('http/') },
      to: {
        path: src('(domain|ports)/'),
        pathNot: src('domain/shared/'),
        dependencyTypesNot: ['type-only'],
      },
    },
    mayImportOnly('jobs-know-app', 'jobs/', 'jobs/|app/|ports/|domain/'),
    mayImportOnly('contract-knows-nobody', 'contract/', 'contract/'),
    mayImportOnly('web-knows-contract', 'web/', 'web/|contract/'),
    {
      name: 'config-knows-local-settings',
      severity: 'error',
      from: { path: src('config\\.ts') },
      to: { path: OURS, pathNot: src('local/(settings|secrets)\\.ts') },
    },
    {
      name: 'nobody-imports-programs',
      severity: 'error',
      comment: 'compose and main import, and are not imported',
      from: { path: OURS, pathNot: src(`${PROGRAMS}|local/`) },
      to: { path: src(PROGRAMS) },
    },
    {
      name: 'nobody-imports-local',
      severity: 'error',
      comment: 'production code does not need the local servers',
      from: { path: OURS, pathNot: src(`local/|config\\.ts|compose\\.ts|main\\.ts`) },
      to: { path: src('local/') },
    },
    {
      name: 'vendors-stay-outside',
      severity: 'error',
      comment: 'npm packages are imported by adapters, http, jobs, local, contract (zod), web',
      from: { path: src('(domain|ports|app)/') },
      to: { dependencyTypes: ['npm', 'npm-dev', 'npm-optional', 'npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'contract-takes-zod-only',
      severity: 'error',
      from: { path: src('contract/') },
      to: {
        dependencyTypes: ['npm', 'npm-dev', 'npm-no-pkg', 'npm-unknown', 'core'],
        pathNot: 'node_modules/zod/',
      },
    },
    {
      name: 'source-knows-no-tests',
      severity: 'error',
      from: { path: OURS },
      to: { path: '^(test|bench)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.js', '.mjs', '.json'] },
  },
};
