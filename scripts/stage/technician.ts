import type { Page } from 'playwright';

/** A technician in front of the app: what they do and see, in their words. */
export class Technician {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async enterServer(url: string): Promise<void> {
    await this.page.getByLabel('API base URL').fill(url);
  }

  /** Gives the code that the window then shows. */
  async start(): Promise<string> {
    await this.page.getByRole('button', { name: 'Start device-code enrollment' }).click();
    return this.readCode();
  }

  async readCode(): Promise<string> {
    const code = this.page.getByRole('group', { name: 'Code' });
    await code.waitFor();
    return (await code.textContent()) ?? '';
  }

  /** Polls are seconds apart, and so is the news. */
  async sees(heading: string): Promise<void> {
    await this.page
      .getByRole('heading', { name: heading, exact: true })
      .waitFor({ timeout: 60_000 });
  }
}
