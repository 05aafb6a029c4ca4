const UNITS: Readonly<Record<string, number>> = { B: 1, kB: 1e3, MB: 1e6, GB: 1e9 };

/** Turns what apt-get prints while it downloads into a line for every tenth of the way. */
export class DownloadProgress {
  readonly #say: (line: string) => void;
  #total = 0;
  #done = 0;
  #toldTenths = 0;

  constructor(say: (line: string) => void) {
    this.#say = say;
  }

  read(line: string): void {
    // "Need to get 98.1 MB/114 MB of archives": the second number when part of it is here already.
    const need = /^Need to get ([\d.,]+) (\w+)(?:\/([\d.,]+) (\w+))? of archives/.exec(line);
    if (need) {
      const [, left, leftUnit, whole, wholeUnit] = need;
      this.#total = bytes(whole ?? left, wholeUnit ?? leftUnit);
      this.#done = this.#total - bytes(left, leftUnit);
      const missing = megabytes(this.#total - this.#done);
      this.#say(
        missing === 0
          ? 'Asterisk: nothing left to download'
          : `Asterisk: downloading ${missing} MB`,
      );
      this.#toldTenths = this.#tenths();
    }
    const got = /^Get:\d+ .* \[([\d.,]+) (\w+)\]$/.exec(line);
    if (got) this.#done += bytes(got[1], got[2]);
    if (this.#total > 0 && this.#tenths() > this.#toldTenths) {
      this.#toldTenths = this.#tenths();
      this.#say(`Asterisk: ${megabytes(this.#done)} of ${megabytes(this.#total)} MB`);
    }
  }

  #tenths(): number {
    return Math.floor((10 * this.#done) / this.#total);
  }
}

function bytes(number = '0', unit = 'B'): number {
  return Number(number.replace(',', '')) * (UNITS[unit] ?? 1);
}

function megabytes(count: number): number {
  return Math.round(count / 1e6);
}
