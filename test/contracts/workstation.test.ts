import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe } from 'vitest';
import { createWorkstation } from '../../src/main/workstation/create-workstation.ts';
import { failed } from '../../src/shared/result.ts';
import { FakeKeyring } from '../fakes/fake-keyring.ts';
import { type Circumstances, FakeWorkstation } from '../fakes/fake-workstation.ts';
import { fileTree } from '../support/file-tree.ts';
import { ed25519Blob } from '../support/known-keys.ts';
import { scratchFolder } from '../support/scratch-folder.ts';
import { GIT_HOST, type Obstacle, workstationContract } from './workstation-contract.ts';

describe('FakeWorkstation', () => {
  workstationContract(async (obstacle) => {
    const workstation = new FakeWorkstation(circumstancesOf(obstacle));
    return { workstation, isUntouched: async () => workstation.installedKey === null };
  });
});

function circumstancesOf(obstacle: Obstacle): Circumstances {
  switch (obstacle.kind) {
    case 'none':
      return {};
    case 'no-folder': {
      const path = '/home/lab/.pychron/keys';
      return { newKey: failed({ kind: 'file-error', step: 'new-key', path, code: 'ENOTDIR' }) };
    }
    case 'keyring': {
      const { failure } = obstacle;
      // What comes back can differ only where something was stored: at the second call, after a look-up.
      if (failure === 'read-back-differs') return { keyringFailures: [null, failure] };
      return { keyringFailures: [failure, failure, failure] };
    }
    case 'damaged-ssh-config': {
      const path = '/home/lab/.ssh/config';
      const problem = 'damaged-markers';
      return { installFailures: [{ kind: 'ssh-config-conflict', path, problem, line: 1 }] };
    }
    case 'other-host-key': {
      const { host } = GIT_HOST;
      const fingerprints = { knownFingerprint: 'SHA256:one', offeredFingerprint: 'SHA256:other' };
      return { hostKeyQuestion: { host, ...fingerprints } };
    }
    case 'host-away':
      return {
        sshProofs: [
          [
            { check: 'ssh-config', outcome: 'passed', reason: null },
            { check: 'ssh-login', outcome: 'failed', reason: 'host-unreachable' },
          ],
        ],
      };
  }
}

describe('createWorkstation in a scratch home', () => {
  workstationContract(async (obstacle) => {
    const home = join(await scratchFolder(), 'home');
    const keyring = new FakeKeyring();
    await mkdir(join(home, '.ssh'), { recursive: true, mode: 0o700 });
    await putInTheWay(obstacle, home, keyring);
    const before = JSON.stringify(await fileTree(home));
    return {
      workstation: createWorkstation({ home, hostname: 'lab-mac-01', keyring }),
      isUntouched: async () => JSON.stringify(await fileTree(home)) === before,
    };
  });
});

async function putInTheWay(obstacle: Obstacle, home: string, keyring: FakeKeyring): Promise<void> {
  switch (obstacle.kind) {
    case 'none':
    // Nothing ever listens on port 1 of loopback.
    case 'host-away':
      return;
    case 'no-folder':
      return writeFile(join(home, '.pychron'), '');
    case 'keyring':
      if (obstacle.failure !== 'read-back-differs') keyring.failure = obstacle.failure;
      else keyring.alter = (text) => text.slice(1);
      return;
    case 'damaged-ssh-config':
      return writeFile(join(home, '.ssh/config'), '# END pychron-cloud:pychron-NMGRL\n');
    case 'other-host-key': {
      const line = `[${GIT_HOST.host}]:${GIT_HOST.port} ssh-ed25519 ${ed25519Blob(2)}\n`;
      await mkdir(join(home, '.pychron'), { mode: 0o700 });
      return writeFile(join(home, '.pychron/known_hosts'), line);
    }
  }
}
