import * as fs from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

/** What a person does in the moment between the last look at the file and its replacement. */
let meanwhile = (_path: string) => {};

vi.mock('node:fs', async (importOriginal) => {
  const real = await importOriginal<typeof fs>();
  const linkSync: typeof fs.linkSync = (existing, added) => {
    real.linkSync(existing, added);
    meanwhile(String(existing));
  };
  return { ...real, linkSync };
});

// Other test files of this process have it already, without the moment in between.
vi.resetModules();
const { editFile } = await import('../../../../server/src/git-host/authorized-keys/edit-file.ts');

describe('editFile, in the last moment', () => {
  let dir: string;
  let path: string;

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'onbench-race-'));
    path = join(dir, 'authorized_keys');
    await writeFile(path, 'old\n');
  });
  afterEach(async () => {
    meanwhile = () => {};
    await rm(dir, { recursive: true, force: true });
  });

  it('keeps what somebody appended to the file that it replaced', async () => {
    let appended = false;
    meanwhile = (target) => {
      if (!appended) fs.appendFileSync(target, 'theirs\n');
      appended = true;
    };
    await editFile(path, (text) => `ours\n${text.replace('ours\n', '')}`);
    expect(await readFile(path, 'utf8')).toBe('ours\nold\ntheirs\n');
    expect(await readdir(dir)).toEqual(['authorized_keys']);
  });

  it('does not put back what an edit of theirs took away', async () => {
    let written = false;
    meanwhile = (target) => {
      if (!written) fs.writeFileSync(target, '');
      written = true;
    };
    await editFile(path, (text) => `ours\n${text.replace('ours\n', '')}`);
    expect(await readFile(path, 'utf8')).toBe('ours\n');
  });
});
