import { execFile } from 'node:child_process';
import { chmod, mkdir } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeEach, describe, expect, it } from 'vitest';
import { bundleForOthers } from '../support/bundle-for-others.ts';
import { describeWithOwnMounts } from '../support/describe-with-own-mounts.ts';
import { scratchFolder } from '../support/scratch-folder.ts';

const run = promisify(execFile);
const asRoot = userInfo().uid === 0;

/** Debian's `nobody`: root may write anywhere, so an ordinary account has to look. */
const ORDINARY = asRoot ? { uid: 65_534, gid: 65_534 } : {};

let scratch: string;
let folder: string;
/** Checks `folder` and prints what it found. */
let script: readonly [node: string, ...args: string[]];

beforeEach(async () => {
  scratch = await scratchFolder();
  await chmod(scratch, 0o755);
  folder = join(scratch, 'home/.ssh');
  await mkdir(folder, { recursive: true });
  const bundle = await bundleForOthers('src/main/workstation/check-folder.ts', scratch);
  const options = { name: 'ssh-folder', folder, writtenTo: folder, warnsOfSharing: true };
  const code = `
    const { folderCheck } = await import(${JSON.stringify(bundle)});
    const check = folderCheck({ ...${JSON.stringify(options)}, ownUid: process.getuid() });
    console.log(JSON.stringify(await check.run()));`;
  script = [process.execPath, '--input-type=module', '-e', code];
});

async function found(file: string, args: readonly string[], options = {}): Promise<unknown> {
  const { stdout } = await run(file, [...args], options);
  return JSON.parse(stdout);
}

describe('folderCheck for an ordinary account', () => {
  it('finds a folder that it may not write to, and makes nothing of it', async () => {
    await chmod(folder, 0o555);
    const [node, ...args] = script;
    expect(await found(node, args, { ...ORDINARY, cwd: '/' })).toEqual({
      kind: 'problem',
      problem: { kind: 'not-writable', path: folder, code: 'EACCES' },
    });
  });

  it('finds a home that it may not look into', async () => {
    await chmod(join(scratch, 'home'), 0o000);
    const [node, ...args] = script;
    const result = await found(node, args, { ...ORDINARY, cwd: '/' });
    await chmod(join(scratch, 'home'), 0o755);
    expect(result).toMatchObject({ problem: { kind: 'not-writable', code: 'EACCES' } });
  });
});

describeWithOwnMounts('folderCheck on disks of its own', () => {
  /** In a mount namespace, where `folder` is a disk with these options. */
  function onDisk(options: string): Promise<unknown> {
    const mount = `mount -t tmpfs -o ${options},mode=700 tmpfs "$0" && exec "$@"`;
    const namespace = ['--mount', ...(asRoot ? [] : ['--map-root-user'])];
    return found('unshare', [...namespace, 'sh', '-c', mount, folder, ...script]);
  }

  it('passes where there is room', async () => {
    expect(await onDisk('size=16m')).toEqual({ kind: 'passed' });
  });

  it('finds one that is nearly full', async () => {
    expect(await onDisk('size=2m')).toEqual({
      kind: 'problem',
      problem: { kind: 'disk-full', path: folder, freeBytes: 2 * 1024 * 1024 },
    });
  });

  it('passes on one that does not tell its size', async () => {
    expect(await onDisk('size=0')).toEqual({ kind: 'passed' });
  });

  it('finds one that can only be read', async () => {
    expect(await onDisk('size=16m,ro')).toEqual({
      kind: 'problem',
      problem: { kind: 'not-writable', path: folder, code: 'EROFS' },
    });
  });
});
