import { describe, expect, it } from 'vitest';
import { Secret } from '../../../protocol/src/secret.ts';
import {
  createPasswordHasher,
  HasherBusy,
  limitConcurrency,
} from '../../../server/src/accounts/password-hasher.ts';

describe('createPasswordHasher', () => {
  it('makes argon2id hashes of 64 MiB and 3 passes that only the password fits', async () => {
    const hasher = createPasswordHasher();
    const stored = await hasher.hash(new Secret('correct horse'));
    expect(stored).toMatch(/^\$argon2id\$v=19\$m=65536,t=3,p=1\$/);
    expect(await hasher.verify(new Secret('correct horse'), stored)).toBe(true);
    expect(await hasher.verify(new Secret('Correct horse'), stored)).toBe(false);
    expect(await hasher.verify(new Secret('correct horse'), null)).toBe(false);
  }, 30_000);

  it('finds hashes outdated that were made with other parameters', async () => {
    const hasher = createPasswordHasher();
    const hashed = (cost: string) =>
      `$argon2id$v=19$${cost}$c29tZXNhbHRzb21lc2FsdA$${'A'.repeat(43)}`;
    expect(hasher.isOutdated(hashed('m=65536,t=3,p=1'))).toBe(false);
    expect(hasher.isOutdated(hashed('m=19456,t=2,p=1'))).toBe(true);
  });
});

describe('limitConcurrency', () => {
  it('runs so many at once, the others in turn, and refuses when too many wait', async () => {
    const limit = limitConcurrency(2, 1);
    const release: (() => void)[] = [];
    let running = 0;
    let most = 0;
    const task = async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise<void>((resolve) => release.push(resolve));
      running -= 1;
    };
    const first = [limit(task), limit(task), limit(task)];
    await expect(limit(task)).rejects.toThrow(HasherBusy);
    expect(release).toHaveLength(2);
    release[0]?.();
    await first[0];
    await Promise.resolve();
    expect(release).toHaveLength(3);
    release[1]?.();
    release[2]?.();
    await Promise.all(first);
    expect(most).toBe(2);
    const afterwards = limit(async () => 'free again');
    expect(await afterwards).toBe('free again');
  });

  it('goes on after a task that throws', async () => {
    const limit = limitConcurrency(1, 1);
    await expect(limit(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await limit(async () => 1)).toBe(1);
  });
});
