import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright';

/** Tells a story step by step: what happens, how long it took, and a numbered picture where there is one. */
export class Narrator {
  readonly #folder: string;
  readonly #begin = performance.now();
  #pictures = 0;
  #current = 'set-up';

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Starts with an empty folder, so that no picture of an earlier run is taken for one of this. */
  async begin(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
    await mkdir(this.#folder, { recursive: true });
  }

  /** The step that runs, or ran last: the one to name when something fails. */
  get current(): string {
    return this.#current;
  }

  async step<Value>(sentence: string, work: () => Promise<Value>): Promise<Value> {
    this.#current = sentence;
    const begin = performance.now();
    const value = await work();
    const took = seconds(performance.now() - begin);
    console.log(`${seconds(begin - this.#begin).padStart(7)}  ${sentence} (${took})`);
    return value;
  }

  /** `name` becomes the file's: `03-<name>.png`. */
  async picture(page: Page, name: string): Promise<void> {
    this.#pictures += 1;
    const number = String(this.#pictures).padStart(2, '0');
    await page.screenshot({ path: join(this.#folder, `${number}-${name}.png`) });
  }
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}
