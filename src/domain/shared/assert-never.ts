/** Closes a union: the compiler refuses an unhandled member, and a foreign value fails loudly. */
export function assertNever(value: never): never {
  throw new Error(`A case that cannot happen: ${JSON.stringify(value)}`);
}
