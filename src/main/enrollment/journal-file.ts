import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fromByteText } from '../workstation/byte-text.ts';
import { readSnapshot } from '../workstation/file-snapshot.ts';
import { createPrivateFolder } from '../workstation/private-folder.ts';
import { stageFile } from '../workstation/stage-file.ts';

/** One small text that is there as it was written last, or not at all. Calls reject with the system's error. */
export interface JournalFile {
  /** Null when there is none. */
  read(): Promise<string | null>;
  write(text: string): Promise<void>;
  remove(): Promise<void>;
}

/** In the app's own folder, for its owner alone, replaced as a whole (security.md F01, F03). `path` is absolute. */
export function createJournalFile(path: string): JournalFile {
  return {
    read: async () => {
      const { text, identity } = await readSnapshot(path);
      return identity === null ? null : fromByteText(text);
    },
    write: async (text) => {
      await createPrivateFolder(dirname(path));
      const staged = await stageFile(path, text, 0o600);
      try {
        await staged.commit();
      } finally {
        await staged.discard();
      }
    },
    remove: () => rm(path, { force: true }),
  };
}
