import type { ConsoleMessage, Page } from 'playwright';

/** Collects errors, violations of the content policy included, that a page writes to its console. */
export function watchConsole(page: Page, complaints: string[]): void {
  page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.stack ?? error}`));
  page.on('console', (message) => {
    if (message.type() !== 'error' || isAnswerThatChromiumReports(message)) return;
    complaints.push(`${message.location().url}: ${message.text()}`);
  });
}

/** A refusal of the API is an answer that the page has words for; Chromium writes it down like a missing file. */
function isAnswerThatChromiumReports(message: ConsoleMessage): boolean {
  return (
    message.text().startsWith('Failed to load resource') &&
    / status of 4\d\d /.test(message.text()) &&
    new URL(message.location().url).pathname.startsWith('/api/')
  );
}
