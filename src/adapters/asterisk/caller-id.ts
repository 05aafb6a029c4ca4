const MAX_NAME = 64;

/**
 * `"Name" <number>` as Asterisk parses it. Quotes, angle brackets, backslashes and control
 * characters would end the name early and let the rest pass for a number, so they become spaces.
 */
export function callerIdOf(name: string, number: string): string {
  const tame = name
    .replace(/[\p{Cc}\p{Cf}\p{Cs}"<>\\]/gu, ' ')
    .replace(/ +/g, ' ')
    .trim();
  return `"${Array.from(tame).slice(0, MAX_NAME).join('')}" <${number.replace(/[^0-9A-Za-z+*#_.-]/g, '')}>`;
}
