import { readFile } from 'node:fs/promises';
import {
  ACKNOWLEDGE_PATH,
  DEVICE_CODES_PATH,
  POLL_PATH,
} from '@onbench/protocol/device-code-grant';
import sshpk from 'sshpk';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RecordingProxy } from './stage/recording-proxy.ts';
import { filesWithSecret, holdsSecret, processesWithSecret } from './stage/secret-sweep.ts';
import { withStage } from './stage/stage.ts';
import { whoami } from './stage/whoami.ts';
import type { Workstation } from './stage/workstation.ts';

const APPROVAL = { lab: 'NMGRL', technicianEmail: 'technician@nmgrl.example' };

const stage = withStage();
let proxy: RecordingProxy;
let workstation: Workstation;

beforeEach(async () => {
  proxy = await RecordingProxy.start(stage().server.url);
  workstation = await stage().openWorkstation();
  await workstation.technician.enterServer(proxy.url);
});
afterEach(() => proxy.stop());

function answered(path: string): Record<string, string> {
  return JSON.parse(proxy.at(path)?.answered ?? '{}');
}

async function privateKeySeed(path: string): Promise<Buffer> {
  const key = sshpk.parsePrivateKey(await readFile(path), 'openssh');
  const seed = key.parts.find(({ name }) => name === 'k')?.data;
  if (seed?.length !== 32) throw new Error('an ed25519 key has a seed of 32 bytes');
  return seed;
}

describe('device code, token and private key of an enrollment', () => {
  it('are found where they belong and nowhere else', async () => {
    const { electron, page, technician, terminal, slug, home } = workstation;
    const administrator = await stage().lookUp(await technician.start());
    const pageWhileWaiting = await page.content();
    await administrator.approve(APPROVAL);
    await technician.sees('Enrolled as NMGRL');

    const keyFile = `.pychron/keys/pychron_${slug}`;
    const token = Buffer.from(answered(POLL_PATH).api_token ?? '');
    const deviceCode = Buffer.from(answered(DEVICE_CODES_PATH).device_code ?? '');
    const userCode = Buffer.from((answered(DEVICE_CODES_PATH).user_code ?? '').replace('-', ''));
    const seed = await privateKeySeed(workstation.inHome(keyFile));
    // The key file holds the seed off the beat of base64's three bytes: one of its lines stands for it.
    const keyLine = Buffer.from(
      (await readFile(workstation.inHome(keyFile), 'utf8')).split('\n')[4] ?? '',
    );
    expect(
      [token, deviceCode, userCode, seed, keyLine].map(({ length }) => length >= 8),
    ).not.toContain(false);
    expect(proxy.at(ACKNOWLEDGE_PATH)?.sent).toContain(deviceCode.toString());

    const states = await page.evaluate(() => window.onbench.enrollment.getState());
    const spoken = {
      page: pageWhileWaiting + (await page.content()),
      state: JSON.stringify(states),
      administrator: await administrator.page.content(),
      serverLog: stage().serverLog,
      terminal: terminal.join(''),
    };
    for (const secret of [token, deviceCode, seed, keyLine]) {
      for (const [where, text] of Object.entries(spoken)) {
        expect(holdsSecret(text, secret), where).toBe(false);
      }
      const isKey = secret === keyLine;
      const atHome = await filesWithSecret(home, secret);
      expect(atHome.holding).toEqual(isKey ? [keyFile] : []);
      // More than the five files that were written: the app's own data is among them.
      expect(atHome.searched).toBeGreaterThan(10);
      expect(await processesWithSecret(secret)).toEqual([]);
    }
    for (const secret of [token, deviceCode, userCode, seed, keyLine]) {
      const atServer = await filesWithSecret(stage().serverDataDir, secret);
      expect(atServer.holding).toEqual([]);
      expect(atServer.searched).toBeGreaterThan(100);
    }
    const logFolder = await electron.evaluate(({ app }) => app.getPath('userData'));
    expect(logFolder.startsWith(home)).toBe(true);
  });
});

describe('a cancel that crosses the approval', () => {
  it('revokes the token that was already on its way, and says so', async () => {
    const { page, technician } = workstation;
    const administrator = await stage().lookUp(await technician.start());
    const approvalArrives = proxy.hold(({ path, status }) => path === POLL_PATH && status === 200);
    await administrator.approve(APPROVAL);
    const release = await approvalArrives;
    // Requests of one page are answered in their order: main has heard the cancel when it answers the second one. In one
    // go, since from the cancel on the answer is waited for by a fraction of a second only.
    await page.getByRole('button', { name: 'Cancel' }).evaluate(async (button: HTMLElement) => {
      button.click();
      await window.onbench.enrollment.getState();
    });
    release();
    await technician.sees('Enrollment cancelled');
    await page.getByText('It was revoked at once and opens nothing.').waitFor();
    const token = answered(POLL_PATH).api_token ?? '';
    expect(token).toMatch(/^pcy_NMGRL_/);
    expect((await whoami(stage().server.url, token)).status).toBe(401);
  });
});
