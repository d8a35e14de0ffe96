import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright';

const DEBIAN_CHROMIUM = '/usr/bin/chromium';

/** Chromium must not look for its maker's servers on a closed network, and as root it cannot use its sandbox. */
const ARGUMENTS = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-gpu',
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
];

/** A real browser: Debian's Chromium, or the Chrome of the machine. */
export function openBrowser(): Promise<Browser> {
  // Who opens it closes it, whatever ends the story.
  const options = { args: ARGUMENTS, handleSIGINT: false, handleSIGTERM: false };
  return existsSync(DEBIAN_CHROMIUM)
    ? chromium.launch({ ...options, executablePath: DEBIAN_CHROMIUM })
    : chromium.launch({ ...options, channel: 'chrome' });
}

export interface Credentials {
  readonly email: string;
  readonly password: string;
}

/** An administrator in front of the approval page: what they do, in their words. */
export class Administrator {
  readonly page: Page;
  readonly #credentials: Credentials;

  constructor(page: Page, credentials: Credentials) {
    this.page = page;
    this.#credentials = credentials;
  }

  async open(url: string): Promise<void> {
    await this.page.goto(url);
  }

  async signIn(): Promise<void> {
    await this.page.getByLabel('E-mail').fill(this.#credentials.email);
    await this.page.getByLabel('Password').fill(this.#credentials.password);
    await this.page.getByRole('button', { name: 'Sign in' }).click();
  }

  async enterCode(userCode: string): Promise<void> {
    await this.page.getByLabel('Code').fill(userCode);
    await this.page.getByRole('button', { name: 'Continue' }).click();
  }

  /** Compares, fills in who and where, and approves. */
  async approve(grant: { readonly lab: string; readonly technicianEmail: string }): Promise<void> {
    await this.page.getByLabel('Lab', { exact: true }).selectOption(grant.lab);
    await this.page.getByLabel('Technician’s e-mail').fill(grant.technicianEmail);
    await this.page.getByLabel('The code and the fingerprint match').check();
    await this.page.getByRole('button', { name: 'Approve' }).click();
    await this.page.getByRole('heading', { name: 'Approved' }).waitFor();
  }

  /** From an outcome back to where a code is typed. */
  async next(): Promise<void> {
    await this.page.getByRole('button', { name: 'Approve another workstation' }).click();
  }

  /** Waits until the page says this as the heading of its step. */
  async sees(heading: string): Promise<void> {
    await this.page.getByRole('heading', { level: 1, name: heading }).waitFor();
  }

  /** In the list of devices, the only one that still has access. */
  async revokeOnly(): Promise<void> {
    await this.page.getByLabel(/^Select (?!all)/).check();
    await this.page.getByRole('button', { name: 'Revoke 1 device' }).click();
    await this.page.getByRole('button', { name: 'Revoke', exact: true }).click();
    await this.page.getByRole('dialog', { name: 'Revoked' }).waitFor();
  }

  async deny(): Promise<void> {
    await this.page.getByRole('button', { name: 'Deny' }).click();
    await this.page.getByRole('heading', { name: 'Denied' }).waitFor();
  }
}
