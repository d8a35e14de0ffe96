import assert from 'node:assert/strict';
import { readOption, readSshConfig } from '../../../src/main/workstation/read-ssh-config.ts';
import { readWorkstationKey } from '../../../src/main/workstation/read-workstation-key.ts';
import type { Bench } from '../../support/bench.ts';

/** For every lab with a block, the fingerprint of the key that the block names. Throws where it names none. */
export async function keysOfBlocks(bench: Bench): Promise<Readonly<Record<string, string>>> {
  const { lines, blocks } = readSshConfig(await bench.read('.ssh/config'));
  const keys: Record<string, string> = {};
  for (const { alias, first, last } of blocks) {
    const options = lines.slice(first, last).map(readOption);
    const [path = ''] = options.find((option) => option?.keyword === 'identityfile')?.args ?? [];
    const found = await readWorkstationKey(path, '');
    assert.equal(found.kind, 'read', `the key of ${alias} is not there`);
    if (found.kind === 'read') keys[alias] = found.key.fingerprint;
  }
  return keys;
}
