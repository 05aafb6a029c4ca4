const LOOK_EVERY_MS = 20;

/**
 * Resolves with what `look` finds as soon as it is there. For what no event tells: a row in the
 * database, a state behind an API. Rejects with what was last seen.
 */
export async function until<T>(
  what: string,
  look: () => T | undefined | false | Promise<T | undefined | false>,
  withinMs = 5_000,
): Promise<T> {
  const deadline = performance.now() + withinMs;
  let trouble: unknown;
  for (;;) {
    try {
      const found = await look();
      if (found !== undefined && found !== false) return found;
      trouble = undefined;
    } catch (error) {
      trouble = error;
    }
    if (performance.now() > deadline) {
      throw new Error(`Waited ${String(withinMs)} ms for ${what}`, { cause: trouble });
    }
    await new Promise((resolve) => {
      setTimeout(resolve, LOOK_EVERY_MS);
    });
  }
}
