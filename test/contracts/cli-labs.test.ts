import { beforeAll, describe, expect, it } from 'vitest';
import { openGitHost } from '../../server/src/open-git-host.ts';
import { KeytarKeyring } from '../../src/main/workstation/keytar-keyring.ts';
import { fileTree } from '../support/file-tree.ts';
import { type ListeningServer, startListeningServer } from '../support/listening-server.ts';
import { OnbenchCommand } from '../support/onbench-command.ts';
import { scratchFolder } from '../support/scratch-folder.ts';
import { useKeyringSession } from '../support/use-keyring-session.ts';

describe('onbench after an enrollment', () => {
  const session = useKeyringSession();
  let server: ListeningServer;
  beforeAll(async () => {
    server = await startListeningServer({ openHost: openGitHost });
    return () => server.stop();
  });

  function onbench(home: string, command: string, ...options: string[]): OnbenchCommand {
    return new OnbenchCommand([command, '--trial-home', home, ...options], session().env);
  }

  async function enrolledHome(): Promise<string> {
    const home = await scratchFolder();
    const command = onbench(home, 'enroll', '--json', '--api-base-url', server.url);
    await server.decide('approve', String((await command.event('code')).userCode));
    expect(await command.exitCode).toBe(0);
    return home;
  }

  it('tells what there is, tests it, and removes it when it is told to', async () => {
    const home = await enrolledHome();

    const status = onbench(home, 'status');
    expect(await status.exitCode).toBe(0);
    expect(status.stdout).toMatch(/^NMGRL {2}Registered, current$/m);
    expect(status.stdout).toContain(server.url);

    const tested = onbench(home, 'test', '--json');
    expect(await tested.exitCode).toBe(0);
    expect(tested.events).toMatchObject([
      {
        event: 'tested',
        lab: 'NMGRL',
        proofs: [{ outcome: 'passed' }, { outcome: 'passed' }, { outcome: 'passed' }],
      },
      { event: 'end', exitCode: 0 },
    ]);

    const unsure = onbench(home, 'revoke');
    expect(await unsure.exitCode).toBe(5);
    expect(unsure.stdout).toContain('This is deleted for NMGRL:');
    expect(unsure.stderr).toContain('Nothing was deleted.');

    const revoked = onbench(home, 'revoke', '--yes');
    expect(await revoked.exitCode).toBe(0);
    expect(revoked.stdout).toContain('The server revoked the token');
    expect(
      Object.keys(await fileTree(home)).filter((path) => path.includes('keys/pychron')),
    ).toEqual([]);
    expect(await new KeytarKeyring('pychron.cloud (trial)').get('NMGRL')).toEqual({
      ok: true,
      value: null,
    });

    expect(await onbench(home, 'status').exitCode).toBe(13);
    expect(await onbench(home, 'test').exitCode).toBe(13);
  });

  it('names the labs there are when it is asked for another one', async () => {
    const home = await enrolledHome();
    const command = onbench(home, 'test', '--lab', 'AGES');
    expect(await command.exitCode).toBe(13);
    expect(command.stderr).toContain('Name one of the labs of this workstation by --lab: NMGRL.');
  });
});
