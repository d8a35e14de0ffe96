import { mkdir, mkdtemp, realpath, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { locateRepository } from '../../../server/src/git-host/locate-repository.ts';

describe('locateRepository', () => {
  let dir: string;

  beforeEach(async () => {
    dir = await realpath(await mkdtemp(join(tmpdir(), 'onbench-locate-')));
    await mkdir(join(dir, 'NMGRL', 'MetaData.git'), { recursive: true });
  });

  afterEach(() => rm(dir, { recursive: true, force: true }));

  it('finds a repository below its lab', async () => {
    const path = await locateRepository(dir, { lab: 'NMGRL', name: 'MetaData' });
    expect(path).toBe(join(dir, 'NMGRL', 'MetaData.git'));
  });

  it('finds it through a link to the folder of all repositories', async () => {
    await symlink(dir, join(dir, 'link'));
    const path = await locateRepository(join(dir, 'link'), { lab: 'NMGRL', name: 'MetaData' });
    expect(path).toBe(join(dir, 'NMGRL', 'MetaData.git'));
  });

  it.each([
    { lab: 'NMGRL', name: 'Absent' },
    { lab: 'Absent', name: 'MetaData' },
    { lab: 'nmgrl', name: 'MetaData' },
  ])('finds nothing at $lab/$name', async (repository) => {
    expect(await locateRepository(dir, repository)).toBeNull();
  });

  it('finds nothing when the folder of all repositories is not there', async () => {
    const path = await locateRepository(join(dir, 'none'), { lab: 'NMGRL', name: 'MetaData' });
    expect(path).toBeNull();
  });

  it.each([
    ['lab', 'AGES', 'NMGRL'],
    ['repository', 'NMGRL/Linked.git', 'NMGRL/MetaData.git'],
    ['loop', 'NMGRL/Linked.git', 'NMGRL/Linked.git'],
  ])('does not follow a link in place of a %s', async (_name, link, target) => {
    await symlink(join(dir, target), join(dir, link));
    expect(await locateRepository(dir, { lab: 'AGES', name: 'MetaData' })).toBeNull();
    expect(await locateRepository(dir, { lab: 'NMGRL', name: 'Linked' })).toBeNull();
  });
});
