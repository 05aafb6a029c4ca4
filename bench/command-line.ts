import type { Benchmark } from './benchmark.ts';

/** What somebody asked for: a list, a benchmark, or something that does not exist. */
export type Wish =
  | { readonly kind: 'list' }
  | { readonly kind: 'run'; readonly benchmark: Benchmark; readonly json: boolean }
  | { readonly kind: 'unclear'; readonly sentence: string };

export function wishOf(words: readonly string[], benchmarks: readonly Benchmark[]): Wish {
  const json = words.includes('--json');
  const [name, ...more] = words.filter((word) => word !== '--json');
  if (name === undefined) return { kind: 'list' };
  const known = benchmarks.map((one) => one.name).join(', ');
  const [surplus] = name.startsWith('-') ? [name] : more;
  if (surplus !== undefined) {
    return {
      kind: 'unclear',
      sentence: `"${surplus}" is too much: say one of ${known}, and --json if you like.`,
    };
  }
  const benchmark = benchmarks.find((one) => one.name === name);
  if (benchmark === undefined) {
    return {
      kind: 'unclear',
      sentence: `There is no benchmark "${name}": choose one of ${known}.`,
    };
  }
  return { kind: 'run', benchmark, json };
}

export function listOf(benchmarks: readonly Benchmark[]): string {
  const width = Math.max(...benchmarks.map(({ name }) => name.length));
  return [
    'Usage: npm run bench -- NAME [--json]',
    '',
    ...benchmarks.map(({ name, about }) => `  ${name.padEnd(width)}  ${about}`),
  ].join('\n');
}
