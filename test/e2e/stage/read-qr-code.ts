import { join } from 'node:path';
import type { Page } from 'playwright';
import { capture } from '../../../scripts/stage/child-process.ts';

/** What a camera in front of the screen would read. */
export async function readQrCode(page: Page, folder: string): Promise<string> {
  const picture = join(folder, 'screen.png');
  await page.screenshot({ path: picture });
  return (await capture('zbarimg', ['--quiet', '--raw', picture])).trimEnd();
}
