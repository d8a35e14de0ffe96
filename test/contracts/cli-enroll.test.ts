import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { openGitHost } from '../../server/src/open-git-host.ts';
import { PENDING_ACCOUNT } from '../../src/main/enrollment/enrollment-journal.ts';
import { takeInstanceLock } from '../../src/main/platform/instance-lock.ts';
import { KeytarKeyring } from '../../src/main/workstation/keytar-keyring.ts';
import { filesWithSecret } from '../e2e/stage/secret-sweep.ts';
import { MINTED_BODY, STARTED_BODY } from '../fakes/wire-answers.ts';
import { HostileServer } from '../support/hostile-server.ts';
import { type ListeningServer, startListeningServer } from '../support/listening-server.ts';
import { OnbenchCommand } from '../support/onbench-command.ts';
import { scratchFolder } from '../support/scratch-folder.ts';
import { useKeyringSession } from '../support/use-keyring-session.ts';

/*
 * The built command line, without a display, against the real server, with a real keyring and an administrator who
 * approves over HTTP. The build must be current (`npm test` sees to that).
 */

const SERVICE = 'pychron.cloud (trial)';

describe('onbench enroll', () => {
  const session = useKeyringSession();
  let server: ListeningServer;
  let home: string;
  beforeAll(async () => {
    server = await startListeningServer({ openHost: openGitHost });
    return () => server.stop();
  });

  async function enroll(...options: string[]): Promise<OnbenchCommand> {
    home = await scratchFolder();
    return again(...options);
  }

  function again(...options: string[]): OnbenchCommand {
    const args = ['enroll', '--trial-home', home, '--api-base-url', server.url, ...options];
    return new OnbenchCommand(args, session().env);
  }

  async function userCode(command: OnbenchCommand): Promise<string> {
    return String((await command.event('code')).userCode);
  }

  async function keptToken(): Promise<string | null> {
    const found = await new KeytarKeyring(SERVICE).get('NMGRL');
    return found.ok && found.value ? found.value.reveal() : null;
  }

  it('enrolls by an approval elsewhere, and has proved that it works', async () => {
    const command = await enroll();
    const [, code = ''] = await command.says(/^ {4}([A-Z]{4}-[A-Z]{4})$/m);
    await command.says(/Waiting for your administrator/);
    await server.decide('approve', code);
    expect(await command.exitCode).toBe(0);
    expect(command.stdout).toContain(`${server.url}/device?user_code=${code}`);
    expect(command.stdout).toContain('Passed: The git host lets this key in.');
    expect(command.stdout).toContain('Enrolled as NMGRL.');
    expect(command.stderr).toBe('');
    const registration = await readFile(join(home, '.pychron/registration.json'), 'utf8');
    expect(command.stdout).toContain(JSON.parse(registration).fingerprint);
  });

  it('keeps what is secret out of its output, its arguments, its log and its files', async () => {
    const command = await enroll('--json');
    const { commandLine } = command;
    await server.decide('approve', await userCode(command));
    expect(await command.exitCode).toBe(0);
    const token = (await keptToken()) ?? '';
    expect(token).toMatch(/^pcy_NMGRL_/);
    expect(command.stdout + command.stderr + commandLine).not.toContain('pcy_');
    expect(command.stdout).not.toContain('PRIVATE KEY');
    const { searched, holding } = await filesWithSecret(home, Buffer.from(token));
    expect(searched).toBeGreaterThan(5);
    expect(holding).toEqual([]);
  });

  it('ends with 3 when the administrator denies it', async () => {
    const command = await enroll();
    const [, code = ''] = await command.says(/^ {4}([A-Z]{4}-[A-Z]{4})$/m);
    await server.decide('deny', code);
    expect(await command.exitCode).toBe(3);
    expect(command.stderr).toContain('The administrator denied the request.');
  });

  it('gives the code up on Ctrl-C', async () => {
    const command = await enroll('--json');
    const code = await userCode(command);
    command.kill('SIGINT');
    expect(await command.exitCode).toBe(5);
    expect(command.events.at(-2)).toMatchObject({
      event: 'failed',
      failure: { kind: 'cancelled' },
    });
    expect(command.events.at(-1)).toEqual({ event: 'end', result: 'cancelled', exitCode: 5 });
    // Nothing of it waits for a next run.
    expect(await new KeytarKeyring(SERVICE).get(PENDING_ACCOUNT)).toEqual({
      ok: true,
      value: null,
    });
    expect(await userCode(again('--json'))).not.toBe(code);
  });

  it('revokes on Ctrl-C an approval that was on its way', async () => {
    home = await scratchFolder();
    let command: OnbenchCommand | null = null;
    const calls: string[] = [];
    const slow = await HostileServer.start(async (request, response) => {
      const call = `${request.method} ${request.url?.replace('/api/v1/forgejo/', '')}`;
      calls.push(call);
      const isPoll = call === 'POST device-codes/poll';
      if (isPoll) command?.kill('SIGINT');
      if (isPoll) await sleep(100);
      const [status, body] = ANSWERS[call] ?? [204, null];
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    });
    onTestFinished(() => slow.stop());
    command = new OnbenchCommand(
      ['enroll', '--trial-home', home, '--api-base-url', slow.origin, '--json'],
      session().env,
    );
    expect(await command.exitCode).toBe(5);
    expect(command.events.at(-2)).toMatchObject({
      failure: { kind: 'cancelled', revocation: 'revoked' },
    });
    expect(calls.at(-1)).toBe('DELETE tokens/self');
  });

  it.each(['SIGKILL', 'SIGTERM', 'SIGHUP'] as const)(
    'goes on with the same code after %s',
    async (signal) => {
      const first = await enroll('--json');
      const code = await userCode(first);
      await pendingIsKept(home);
      first.kill(signal);
      expect(await first.exitCode).toBe(signal === 'SIGKILL' ? null : 12);
      const second = again('--json');
      expect(await userCode(second)).toBe(code);
      await server.decide('approve', code);
      expect(await second.exitCode).toBe(0);
    },
  );

  it('gives up a code of another server than the one that is named now', async () => {
    const first = await enroll('--json');
    await userCode(first);
    await pendingIsKept(home);
    first.kill('SIGKILL');
    await first.exitCode;
    const elsewhere = server.url.replace('127.0.0.1', 'localhost');
    const second = again('--json', '--api-base-url', elsewhere);
    expect(await second.event('given-up')).toMatchObject({ apiBaseUrl: server.url });
    expect(await second.event('code')).toMatchObject({ apiBaseUrl: elsewhere });
  });

  it('ends with 6 where nothing answers, without a word to an administrator', async () => {
    home = await scratchFolder();
    const command = new OnbenchCommand(
      ['enroll', '--trial-home', home, '--api-base-url', 'http://127.0.0.1:1', '--json'],
      session().env,
    );
    expect(await command.exitCode).toBe(6);
    expect(command.events.map(({ event }) => event)).toEqual(['checks', 'end']);
  });

  it('says who else is at work, and ends with 9', async () => {
    home = await scratchFolder();
    const lock = await takeInstanceLock(join(home, 'app/onbench.lock'), 'app');
    if (!lock.ok) throw new Error('the folder is new');
    const command = again();
    expect(await command.exitCode).toBe(9);
    expect(command.stderr).toContain(`Onbench is open on this machine (process ${process.pid}).`);
    await lock.value.release();
  });

  it('ends with 2 at an address that is none', async () => {
    home = await scratchFolder();
    const command = new OnbenchCommand(['enroll', '--trial-home', home, '--api-base-url', 'x']);
    expect(await command.exitCode).toBe(2);
    expect(command.stderr).toContain('This is not a complete web address.');
  });
});

const ANSWERS: Readonly<Record<string, readonly [status: number, body: unknown]>> = {
  'GET whoami': [401, { code: 'unauthorized' }],
  'POST device-codes': [
    201,
    {
      ...STARTED_BODY,
      expires_at: new Date(Date.now() + 900_000).toISOString(),
      interval_seconds: 1,
    },
  ],
  'POST device-codes/poll': [200, MINTED_BODY],
};

/** The journal is written after the code is shown. */
async function pendingIsKept(home: string): Promise<void> {
  await expect
    .poll(() => readFile(join(home, 'app/enrollment.json'), 'utf8').catch(() => ''), {
      timeout: 10_000,
    })
    .toContain('waiting');
}
