import { describe, expect, it } from 'vitest';
import { Scope } from '../../bench/scope.ts';

describe('what a benchmark started', () => {
  it('ends in reverse order, once', async () => {
    const scope = new Scope();
    const ended: string[] = [];
    for (const name of ['switch', 'phones']) {
      scope.defer(() => {
        ended.push(name);
        return Promise.resolve();
      });
    }
    await Promise.all([scope.close(), scope.close()]);
    expect(ended).toEqual(['phones', 'switch']);
  });

  it('ends even when something before it cannot be ended, and says so', async () => {
    const scope = new Scope();
    let ended = false;
    scope.defer(() => {
      ended = true;
      return undefined;
    });
    scope.defer(() => Promise.reject(new Error('stuck')));
    await expect(scope.close()).rejects.toThrow('Something could not be ended');
    expect(ended).toBe(true);
  });
});
