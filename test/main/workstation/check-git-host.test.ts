import { mkdir, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { gitHostCheck } from '../../../src/main/workstation/check-git-host.ts';
import { scratchFolder } from '../../support/scratch-folder.ts';

const SKIPPED = { kind: 'skipped', reason: 'no-git-host-yet' };

async function check(config: string | null) {
  const sshConfig = join(await scratchFolder(), '.ssh/config');
  await mkdir(dirname(sshConfig));
  if (config !== null) await writeFile(sshConfig, config);
  return gitHostCheck({ sshConfig }).run(new AbortController().signal);
}

function block(host: string, port: number | string, lab = 'NMGRL'): string {
  return [
    `# BEGIN pychron-cloud:pychron-${lab}`,
    `Host pychron-${lab}`,
    `    HostName ${host}`,
    `    Port ${port}`,
    `# END pychron-cloud:pychron-${lab}`,
    '',
  ].join('\n');
}

/** A port that takes connections, or one that has just stopped to. */
async function freePort({ listening }: { listening: boolean }): Promise<number> {
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = () => new Promise((resolve) => server.close(resolve));
  if (listening) onTestFinished(async () => void (await close()));
  else await close();
  return port;
}

describe('gitHostCheck', () => {
  it.each([
    ['there is no config', null],
    ['the config has no block of ours', 'Host other\n    HostName 127.0.0.1\n    Port 22\n'],
    ['the block is damaged', '# BEGIN pychron-cloud:pychron-NMGRL\nHost x\n'],
    ['the host is not one', block('-oProxyCommand=x', 22)],
    ['the port is not one', block('127.0.0.1', 70_000)],
    ['the port is missing', block('127.0.0.1', '')],
  ])('is skipped when %s', async (_, config) => {
    expect(await check(config)).toEqual(SKIPPED);
  });

  it('is skipped when the config cannot be read', async () => {
    const sshConfig = await scratchFolder();
    const { signal } = new AbortController();
    expect(await gitHostCheck({ sshConfig }).run(signal)).toEqual(SKIPPED);
  });

  it('passes when the port takes a connection', async () => {
    const port = await freePort({ listening: true });
    const subject = `127.0.0.1:${port}`;
    expect(await check(block('127.0.0.1', port))).toEqual({ kind: 'passed', subject });
  });

  it('looks at the topmost block, which is the latest enrollment', async () => {
    const port = await freePort({ listening: true });
    const closed = await freePort({ listening: false });
    const config = `${block('127.0.0.1', port)}${block('127.0.0.1', closed, 'OTHER')}`;
    expect(await check(config)).toMatchObject({ kind: 'passed' });
  });

  it('names a host that takes none', async () => {
    const port = await freePort({ listening: false });
    expect(await check(block('127.0.0.1', port))).toEqual({
      kind: 'problem',
      subject: `127.0.0.1:${port}`,
      problem: { kind: 'git-host-unreachable', host: '127.0.0.1', port },
    });
  });

  it('ends with its signal', async () => {
    const port = await freePort({ listening: true });
    const sshConfig = join(await scratchFolder(), 'config');
    await writeFile(sshConfig, block('127.0.0.1', port));
    const found = await gitHostCheck({ sshConfig }).run(AbortSignal.abort('cancelled'));
    expect(found).toMatchObject({ kind: 'problem' });
  });
});
