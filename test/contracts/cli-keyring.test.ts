import { beforeAll, describe, expect, it } from 'vitest';
import { openGitHost } from '../../server/src/open-git-host.ts';
import { type ListeningServer, startListeningServer } from '../support/listening-server.ts';
import { OnbenchCommand } from '../support/onbench-command.ts';
import { scratchFolder } from '../support/scratch-folder.ts';

/* Without any keyring, as on a machine that nobody has logged in to: a real failure of the real one. */

const WITHOUT_KEYRING = { DBUS_SESSION_BUS_ADDRESS: 'disabled:' };

describe('onbench enroll without a keyring', () => {
  let server: ListeningServer;
  beforeAll(async () => {
    server = await startListeningServer({ openHost: openGitHost });
    return () => server.stop();
  });

  async function enroll(...options: string[]): Promise<OnbenchCommand> {
    const home = await scratchFolder();
    const args = ['enroll', '--trial-home', home, '--api-base-url', server.url, ...options];
    return new OnbenchCommand(args, WITHOUT_KEYRING);
  }

  async function approve(command: OnbenchCommand): Promise<void> {
    await server.decide('approve', String((await command.event('code')).userCode));
  }

  it('asks nobody for an approval, says why, and ends with 7', async () => {
    const command = await enroll();
    expect(await command.exitCode).toBe(7);
    expect(command.stdout).toContain('The keyring of this machine is locked or not running.');
    expect(command.stdout).not.toContain('Give this code');
    expect(command.stderr).toContain('--accept-warnings');
  });

  it('gives the token back when nobody is there to keep it', async () => {
    const command = await enroll('--json', '--accept-warnings');
    await approve(command);
    expect(await command.exitCode).toBe(7);
    expect(command.events.slice(-4)).toMatchObject([
      { event: 'keyring-refused', lab: 'NMGRL', reason: 'unavailable' },
      { event: 'refused', result: 'keyring' },
      { event: 'failed', failure: { kind: 'cancelled', revocation: 'revoked' } },
      { event: 'end', exitCode: 7 },
    ]);
    expect(command.stdout + command.stderr).not.toContain('pcy_');
  });

  it('prints the token when it is told to: alone, last, and once', async () => {
    const command = await enroll('--json', '--accept-warnings', '--print-recovery-token');
    await approve(command);
    expect(await command.exitCode).toBe(0);
    const lines = command.stdout.trimEnd().split('\n');
    expect(lines.at(-1)).toMatch(/^pcy_NMGRL_[\w-]+$/);
    expect(command.stdout.match(/pcy_/g)).toHaveLength(1);
    expect(command.stderr).toBe('');
    expect(command.events.at(-2)).toMatchObject({ event: 'enrolled', tokenKeptIn: 'by-hand' });
    const authorization = { authorization: `Bearer ${lines.at(-1)}` };
    const answer = await fetch(`${server.url}/api/v1/forgejo/whoami`, { headers: authorization });
    expect(answer.status).toBe(200);
  });
});
