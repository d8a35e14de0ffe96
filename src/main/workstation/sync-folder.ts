import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

/** A new or renamed entry is durable once its folder is synced. Windows opens no folders and journals entries itself. */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, constants.O_RDONLY);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
