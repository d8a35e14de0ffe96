import type { Page } from 'playwright';

/** Who e-mails about this workstation reach. */
export const TECHNICIAN = 'technician@nmgrl.example';

/** Polls are seconds apart, and finishing writes files and logs in to the git host: more on a busy machine. */
const NEWS_LIMIT_MS = 60_000;

/** A technician in front of the app: what they do and see, in their words. */
export class Technician {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async enterServer(url: string): Promise<void> {
    await this.page.getByLabel('API base URL').fill(url);
  }

  /** Resolves with the code that the app shows, `ABCD-EFGH`. `button` is the one that starts where the app stands. */
  async start(
    button:
      | 'Start device-code enrollment'
      | 'Try again'
      | 'Enroll again' = 'Start device-code enrollment',
  ): Promise<string> {
    await this.page.getByRole('button', { name: button }).click();
    return this.readCode();
  }

  /** On a machine that has something to warn of. */
  async startDespiteWarnings(): Promise<string> {
    await this.page.getByRole('button', { name: 'Start device-code enrollment' }).click();
    await this.page.getByRole('button', { name: 'Continue anyway' }).click();
    return this.readCode();
  }

  async readCode(): Promise<string> {
    const code = this.page.getByRole('group', { name: 'Code' });
    await code.waitFor();
    return (await code.textContent()) ?? '';
  }

  /** In recovery: without this the window asks before it closes. */
  async keepTokenByHand(): Promise<void> {
    await this.page.getByRole('button', { name: 'I have stored it' }).click();
    await this.page.getByRole('button', { name: 'Yes, forget it' }).click();
  }

  /** Waits until the app says this as the heading of its state. */
  async sees(heading: string): Promise<void> {
    await this.page
      .getByRole('heading', { level: 1, name: heading, exact: true })
      .waitFor({ timeout: NEWS_LIMIT_MS });
  }
}
