import type { Page } from 'playwright';

/** Of the page, in CSS pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

export const USUAL: Size = { width: 1280, height: 800 };
/** The smallest that the window can be made. */
export const SMALLEST: Size = { width: 900, height: 640 };

/** One of the two screens, in front of the camera. */
export class Screen {
  readonly #folder: string;
  readonly #page: Page;
  readonly #resize: (size: Size) => Promise<void>;

  constructor(folder: string, page: Page, resize: (size: Size) => Promise<void>) {
    this.#folder = folder;
    this.#page = page;
    this.#resize = resize;
  }

  /** One picture for each size and colour scheme: `<name>-light.png`, `<name>-900x640-dark.png`. */
  async take(name: string, sizes: readonly Size[] = [USUAL]): Promise<void> {
    for (const size of sizes) {
      await this.#resize(size);
      const suffix = size === USUAL ? '' : `-${size.width}x${size.height}`;
      for (const colorScheme of ['light', 'dark'] as const) {
        await this.#page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        await this.#page.screenshot({
          path: `${this.#folder}/${name}${suffix}-${colorScheme}.png`,
          animations: 'disabled',
          caret: 'hide',
          scale: 'css',
        });
      }
    }
    await this.#resize(USUAL);
  }
}
