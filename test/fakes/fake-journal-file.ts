import type { JournalFile } from '../../src/main/enrollment/journal-file.ts';

/** A journal file in memory, with all that was ever written. */
export class FakeJournalFile implements JournalFile {
  text: string | null = null;
  readonly writes: string[] = [];

  async read(): Promise<string | null> {
    return this.text;
  }

  async write(text: string): Promise<void> {
    this.text = text;
    this.writes.push(text);
  }

  async remove(): Promise<void> {
    this.text = null;
  }
}
