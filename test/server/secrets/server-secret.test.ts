import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deriveKey, loadServerSecret } from '../../../server/src/secrets/server-secret.ts';

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onbench-secret-'));
  file = join(folder, 'data', 'server-secret');
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('loadServerSecret', () => {
  it('makes a secret that only its owner reads, once', async () => {
    const first = await loadServerSecret(file);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder, 'data'))).mode & 0o777).toBe(0o700);
    const second = await loadServerSecret(file);
    expect(second.reveal()).toBe(first.reveal());
    expect(await readFile(file, 'utf8')).toBe(`${first.reveal()}\n`);
  });

  it('refuses a damaged file, without saying what is in it', async () => {
    await loadServerSecret(file);
    await writeFile(file, 'canary\n');
    const refusal = loadServerSecret(file);
    await expect(refusal).rejects.toThrow(/64 hexadecimal digits/);
    await expect(refusal).rejects.not.toThrow(/canary/);
  });
});

describe('deriveKey', () => {
  it('gives 32 bytes that follow from the secret and are not it', async () => {
    const secret = await loadServerSecret(file);
    const key = deriveKey(secret, 'user-codes');
    expect(key).toHaveLength(32);
    expect(key).toEqual(deriveKey(secret, 'user-codes'));
    expect(key.toString('hex')).not.toBe(secret.reveal());
  });
});
