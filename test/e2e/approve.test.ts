import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { parseSshPublicKey } from '@onbench/protocol/ssh-public-key';
import type { Page } from 'playwright';
import { beforeAll, describe, expect, it } from 'vitest';
import { capture } from '../../scripts/stage/child-process.ts';
import { cloneAndPush } from '../../scripts/stage/clone-and-push.ts';
import { scratchFolder } from '../support/scratch-folder.ts';
import { readKeyring } from './stage/read-keyring.ts';
import { readQrCode } from './stage/read-qr-code.ts';
import { withStage } from './stage/stage.ts';
import { whoami } from './stage/whoami.ts';
import type { Workstation } from './stage/workstation.ts';

const TECHNICIAN = 'technician@nmgrl.example';

const stage = withStage();
let workstation: Workstation;
let userCode: string;

beforeAll(async () => {
  workstation = await stage().openWorkstation();
  await workstation.technician.enterServer(stage().server.url);
  userCode = await workstation.technician.start();
});

/** As one looks at it to compare: without the gaps that the style puts in. */
async function shownFingerprint(page: Page): Promise<string> {
  return (await page.locator('code', { hasText: 'SHA256:' }).textContent()) ?? '';
}

async function permissions(path: string): Promise<string> {
  return ((await stat(workstation.inHome(path))).mode & 0o777).toString(8);
}

function read(path: string): Promise<string> {
  return readFile(workstation.inHome(path), 'utf8');
}

describe('while it waits for the administrator', () => {
  it('shows a code of eight letters and the address of the approval page', async () => {
    expect(userCode).toMatch(/^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$/);
    await workstation.page.getByText(`${stage().server.url}/device`, { exact: true }).waitFor();
  });

  it.each([
    ['light', 1280, 800],
    ['dark', 1280, 800],
    ['light', 900, 640],
    ['dark', 900, 640],
  ] as const)('can be scanned in the %s theme at %i by %i', async (theme, width, height) => {
    const { electron, page } = workstation;
    await electron.evaluate(
      ({ BrowserWindow, nativeTheme }, wanted) => {
        nativeTheme.themeSource = wanted.theme;
        BrowserWindow.getAllWindows()[0]?.setContentSize(wanted.width, wanted.height);
      },
      { theme, width, height },
    );
    await page.waitForFunction(
      (wanted) =>
        window.innerWidth === wanted.width &&
        window.innerHeight === wanted.height &&
        matchMedia(`(prefers-color-scheme: ${wanted.theme})`).matches,
      { theme, width, height },
    );
    expect(await readQrCode(page, await scratchFolder())).toBe(
      `${stage().server.url}/device?user_code=${userCode}`,
    );
  });
});

describe('after the approval', () => {
  let fingerprint: string;

  beforeAll(async () => {
    fingerprint = await shownFingerprint(workstation.page);
    const administrator = await stage().lookUp(userCode);
    expect(await shownFingerprint(administrator.page)).toBe(fingerprint);
    await administrator.approve({ lab: 'NMGRL', technicianEmail: TECHNICIAN });
    await workstation.technician.sees('Enrolled as NMGRL');
  });

  it('has checked the token, the ssh settings and a login', async () => {
    expect(await workstation.page.getByText('Passed', { exact: true }).count()).toBe(3);
  });

  it('keeps files and folders to their owner, but for the public key', async () => {
    const { slug } = workstation;
    expect(await permissions('.pychron/keys')).toBe('700');
    expect(await permissions(`.pychron/keys/pychron_${slug}`)).toBe('600');
    expect(await permissions(`.pychron/keys/pychron_${slug}.pub`)).toBe('644');
    expect(await permissions('.pychron/registration.json')).toBe('600');
    expect(await permissions('.pychron/known_hosts')).toBe('600');
    expect(await permissions('.ssh')).toBe('700');
    expect(await permissions('.ssh/config')).toBe('600');
  });

  it('has a key pair that ssh-keygen reads, with the fingerprint that both people saw', async () => {
    const privateKey = workstation.inHome(`.pychron/keys/pychron_${workstation.slug}`);
    const publicLine = await read(`.pychron/keys/pychron_${workstation.slug}.pub`);
    expect(await capture('ssh-keygen', ['-y', '-P', '', '-f', privateKey])).toBe(publicLine);
    expect(publicLine).toMatch(/^ssh-ed25519 [^ ]+ pychron-[A-Za-z0-9_-]+\n$/);
    expect((await capture('ssh-keygen', ['-lf', privateKey])).split(' ')[1]).toBe(fingerprint);
  });

  it('has an ssh config of exactly the block', async () => {
    const { home, slug } = workstation;
    expect(await read('.ssh/config')).toBe(`# BEGIN pychron-cloud:pychron-NMGRL
Host pychron-NMGRL
    HostName 127.0.0.1
    Port ${stage().server.ports.ssh}
    User git
    IdentityFile ${home}/.pychron/keys/pychron_${slug}
    IdentitiesOnly yes
    UserKnownHostsFile ${home}/.pychron/known_hosts
# END pychron-cloud:pychron-NMGRL
`);
  });

  it('has an ssh config that ssh takes', async () => {
    const config = workstation.inHome('.ssh/config');
    const effective = (await capture('ssh', ['-F', config, '-G', 'pychron-NMGRL'])).split('\n');
    expect(effective).toEqual(
      expect.arrayContaining([
        'hostname 127.0.0.1',
        `port ${stage().server.ports.ssh}`,
        'user git',
        'identitiesonly yes',
        `identityfile ${workstation.inHome(`.pychron/keys/pychron_${workstation.slug}`)}`,
        `userknownhostsfile ${workstation.inHome('.pychron/known_hosts')}`,
      ]),
    );
  });

  it('has pinned the git host’s own key', async () => {
    const { ssh } = stage().server.ports;
    const offered = await capture('ssh-keyscan', ['-t', 'ed25519', '-p', String(ssh), '127.0.0.1']);
    expect(await read('.pychron/known_hosts')).toBe(offered);
  });

  it('has a registration with sorted keys and no token', async () => {
    const text = await read('.pychron/registration.json');
    const registration = JSON.parse(text);
    expect(text).toBe(`${JSON.stringify(registration, null, 2)}\n`);
    for (const object of [registration, registration.ssh_host_alias]) {
      expect(Object.keys(object)).toEqual(Object.keys(object).sort());
    }
    expect(registration).toMatchObject({
      bot_username: expect.stringMatching(/^bot-NMGRL-/),
      fingerprint,
      ssh_host_alias: { alias: 'pychron-NMGRL', port: stage().server.ports.ssh },
      default_metadata_repo: { repository_identifier: 'NMGRL/MetaData', branch: 'main' },
    });
    expect(text).not.toContain('pcy_');
  });

  it('has a token in the keyring that the server knows', async () => {
    const { NMGRL: token = '' } = await readKeyring(stage().keyring);
    expect(token).toMatch(/^pcy_NMGRL_/);
    expect(await whoami(stage().server.url, token)).toMatchObject({
      status: 200,
      body: { lab: 'NMGRL', scopes: ['workstations:register_ssh_key'] },
    });
  });

  it('lets git clone and push, through the ssh config alone', async () => {
    await cloneAndPush(await scratchFolder(), workstation.inHome('.ssh/config'));
  });
});

describe('a second enrollment of the same workstation', () => {
  const OWN_LINES = 'User me\nServerAliveInterval 7\nHost work *.example\n  Port 23\n';

  it('replaces key, token and settings, and leaves the person’s own lines alone', async () => {
    const again = await stage().openWorkstation();
    const { technician } = again;
    await mkdir(again.inHome('.ssh'), { mode: 0o700 });
    await writeFile(again.inHome('.ssh/config'), OWN_LINES, { mode: 0o600 });
    await technician.enterServer(stage().server.url);
    const keyFile = again.inHome(`.pychron/keys/pychron_${again.slug}`);
    const kept = [];
    for (const button of ['Start device-code enrollment', 'Enroll again']) {
      await again.page.getByRole('button', { name: button }).click();
      const administrator = await stage().lookUp(await technician.readCode());
      await administrator.page.getByText('Re-enrollment: this name was enrolled before').waitFor();
      await administrator.approve({ lab: 'NMGRL', technicianEmail: TECHNICIAN });
      await technician.sees('Enrolled as NMGRL');
      const { NMGRL: token = '' } = await readKeyring(stage().keyring);
      const config = await readFile(again.inHome('.ssh/config'), 'utf8');
      const knownHosts = await readFile(again.inHome('.pychron/known_hosts'), 'utf8');
      kept.push({ key: await readFile(keyFile, 'utf8'), token, config, knownHosts });
    }
    const [first, second] = kept;
    expect(second?.key).not.toBe(first?.key);
    expect(second?.token).not.toBe(first?.token);
    expect((await whoami(stage().server.url, second?.token ?? '')).status).toBe(200);
    expect(second?.config).toBe(first?.config);
    expect(second?.config.match(/# BEGIN/g)).toHaveLength(1);
    expect(
      second?.config.endsWith(`\nMatch all\n# END pychron-cloud:pychron-NMGRL\n${OWN_LINES}`),
    ).toBe(true);
    expect(second?.knownHosts).toBe(first?.knownHosts);
    expect(second?.knownHosts.match(/\n/g)).toHaveLength(1);
    const registration = JSON.parse(
      await readFile(again.inHome('.pychron/registration.json'), 'utf8'),
    );
    const publicLine = await readFile(`${keyFile}.pub`, 'utf8');
    expect(registration.fingerprint).toBe(parseSshPublicKey(publicLine.trim())?.fingerprint);
    await cloneAndPush(await scratchFolder(), again.inHome('.ssh/config'));
  });
});
