import type { MintedCredential } from '@onbench/protocol/device-code-grant';
import { Secret } from '@onbench/protocol/secret';
import { parseSshPublicKey } from '@onbench/protocol/ssh-public-key';
import sshpk from 'sshpk';
import { describe, expect, it } from 'vitest';
import type {
  InstallProgress,
  Workstation,
  WorkstationKey,
} from '../../src/main/workstation/workstation.ts';
import type { HostKeyQuestion, KeyringFailure } from '../../src/shared/enrollment.ts';
import { credential } from '../support/enrolled.ts';
import { HOST_KEY } from '../support/known-keys.ts';

/** What stands in the way of an enrollment on this machine. */
export type Obstacle =
  | { readonly kind: 'none' }
  /** A file where the keys' folder must be. */
  | { readonly kind: 'no-folder' }
  | { readonly kind: 'keyring'; readonly failure: KeyringFailure }
  | { readonly kind: 'damaged-ssh-config' }
  /** Another key of the same type is pinned for the git host. */
  | { readonly kind: 'other-host-key' }
  /** Nothing answers at the git host's address. */
  | { readonly kind: 'host-away' };

export interface WorkstationUnderTest {
  readonly workstation: Workstation;
  /** Whether the files are all as they were before the test. */
  isUntouched(): Promise<boolean>;
}

export const GIT_HOST = { host: '127.0.0.1', port: 1 };

const CREDENTIAL = credential({
  ssh_host_alias: {
    alias: 'pychron-NMGRL',
    real_host: GIT_HOST.host,
    port: GIT_HOST.port,
    known_hosts_line: `[${GIT_HOST.host}]:${GIT_HOST.port} ${HOST_KEY}`,
  },
});
const WITHOUT_ALIAS = credential({ ssh_host_alias: null });
const TOKEN = new Secret('pcy_NMGRL_0123456789abcdef');
const EARLIER = new Secret('pcy_NMGRL_earlier-0123456789');

class Recorded implements InstallProgress {
  /** As they begin. */
  readonly steps: string[] = [];
  readonly done: string[] = [];
  readonly questions: HostKeyQuestion[] = [];
  readonly #trust: boolean;

  constructor(trust = false) {
    this.#trust = trust;
  }

  onStep(step: string, progress: 'begun' | 'done'): void {
    (progress === 'begun' ? this.steps : this.done).push(step);
  }

  async askHostKey(question: HostKeyQuestion): Promise<boolean> {
    this.questions.push(question);
    return this.#trust;
  }
}

/** What the enrollment worker relies on, whatever machine it runs on. Run inside a `describe`. */
export function workstationContract(
  prepare: (obstacle: Obstacle) => Promise<WorkstationUnderTest>,
): void {
  const ready = async () => (await prepare({ kind: 'none' })).workstation;

  describe('createKey', () => {
    it('gives the two halves of one ed25519 pair, with its fingerprint', async () => {
      const { privateKey, publicKeyLine, fingerprint } = await keyOf(await ready());
      const derived = sshpk.parsePrivateKey(privateKey.reveal(), 'openssh').toPublic();
      const [type, blob, comment] = publicKeyLine.split(' ');
      expect(derived.toString('ssh').split(' ').slice(0, 2)).toEqual([type, blob]);
      expect(parseSshPublicKey(publicKeyLine)).toMatchObject({ type: 'ssh-ed25519', fingerprint });
      expect(comment).toBe('pychron-lab-mac-01');
      expect(privateKey.reveal()).toMatch(/\n$/);
    });

    it('says beforehand that the files have no place', async () => {
      const { workstation, isUntouched } = await prepare({ kind: 'no-folder' });
      expect(await workstation.createKey()).toMatchObject({
        ok: false,
        failure: { kind: 'file-error', step: 'new-key', path: expect.any(String), code: 'ENOTDIR' },
      });
      expect(await isUntouched()).toBe(true);
    });
  });

  describe('the token of a lab', () => {
    it('is none at first', async () => {
      expect(await (await ready()).findToken('NMGRL')).toEqual({ ok: true, value: null });
    });

    it('is found once it is stored, for its lab alone', async () => {
      const workstation = await ready();
      expect(await workstation.storeToken('NMGRL', TOKEN)).toEqual({ ok: true, value: undefined });
      expect(await tokenOf(workstation)).toBe(TOKEN.reveal());
      expect(await workstation.findToken('OTHER')).toEqual({ ok: true, value: null });
    });

    it.each([EARLIER, null])('is brought back to what was found', async (earlier) => {
      const workstation = await ready();
      if (earlier) await workstation.storeToken('NMGRL', earlier);
      const found = await workstation.findToken('NMGRL');
      await workstation.storeToken('NMGRL', TOKEN);
      const before = found.ok ? found.value : EARLIER;
      const restored = await workstation.restoreToken('NMGRL', before);
      expect(restored).toEqual({ ok: true, value: undefined });
      expect(await tokenOf(workstation)).toBe(earlier?.reveal() ?? null);
    });

    it.each(['unavailable', 'timed-out'] as const)('cannot be had: %s', async (failure) => {
      const { workstation } = await prepare({ kind: 'keyring', failure });
      const refusal = { ok: false, failure };
      expect(await workstation.findToken('NMGRL')).toEqual(refusal);
      expect(await workstation.storeToken('NMGRL', TOKEN)).toEqual(refusal);
      expect(await workstation.restoreToken('NMGRL', null)).toEqual(refusal);
    });

    it('is not taken for stored when another one is read back', async () => {
      const failure = 'read-back-differs';
      const { workstation } = await prepare({ kind: 'keyring', failure });
      expect(await workstation.findToken('NMGRL')).toEqual({ ok: true, value: null });
      expect(await workstation.storeToken('NMGRL', TOKEN)).toEqual({ ok: false, failure });
    });
  });

  describe('install', () => {
    async function install(
      { workstation }: WorkstationUnderTest,
      progress: Recorded,
      minted: MintedCredential = CREDENTIAL,
    ) {
      return workstation.install(await keyOf(workstation), minted, progress);
    }

    it('names its steps in order and says where everything is', async () => {
      const subject = await prepare({ kind: 'none' });
      const progress = new Recorded();
      const installed = await install(subject, progress);
      if (!installed.ok) throw new Error(installed.failure.kind);
      const { databaseKey, ...files } = installed.value.files;
      const paths = Object.values(files);
      expect(paths.every((path) => /^\/.+/.test(path ?? ''))).toBe(true);
      expect(new Set(paths).size).toBe(5);
      expect(databaseKey).toBeNull();
      expect(installed.value.sshConfigBlock).toContain('# BEGIN pychron-cloud:pychron-NMGRL\n');
      expect(progress.steps).toEqual(['keys', 'known-hosts', 'ssh-config', 'registration']);
      expect(progress.done).toEqual(progress.steps);
      expect(progress.questions).toEqual([]);
      expect(await subject.isUntouched()).toBe(false);
    });

    it('leaves ssh alone without an alias', async () => {
      const progress = new Recorded();
      const installed = await install(await prepare({ kind: 'none' }), progress, WITHOUT_ALIAS);
      expect(installed).toMatchObject({
        ok: true,
        value: { files: { knownHosts: null, sshConfig: null }, sshConfigBlock: null },
      });
      expect(progress.steps).toEqual(['keys', 'registration']);
    });

    it('stops at the step that fails and leaves nothing', async () => {
      const subject = await prepare({ kind: 'damaged-ssh-config' });
      const progress = new Recorded();
      expect(await install(subject, progress)).toMatchObject({
        ok: false,
        failure: { kind: 'ssh-config-conflict', problem: 'damaged-markers', line: 1 },
      });
      expect(progress.steps).toEqual(['keys', 'known-hosts', 'ssh-config']);
      expect(progress.done).toEqual([]);
      expect(await subject.isUntouched()).toBe(true);
    });

    it('asks once about another host key and goes on at a yes', async () => {
      const progress = new Recorded(true);
      const installed = await install(await prepare({ kind: 'other-host-key' }), progress);
      expect(installed.ok).toBe(true);
      const [question] = progress.questions;
      expect(progress.questions).toHaveLength(1);
      expect(question?.host).toBe(GIT_HOST.host);
      expect(question?.knownFingerprint).toMatch(/^SHA256:/);
      expect(question?.offeredFingerprint).toMatch(/^SHA256:/);
      expect(question?.offeredFingerprint).not.toBe(question?.knownFingerprint);
    });

    it('stops at a no and leaves nothing', async () => {
      const subject = await prepare({ kind: 'other-host-key' });
      const progress = new Recorded(false);
      expect(await install(subject, progress)).toEqual({
        ok: false,
        failure: { kind: 'host-key-refused', host: GIT_HOST.host },
      });
      expect(progress.steps).toEqual(['keys', 'known-hosts']);
      expect(await subject.isUntouched()).toBe(true);
    });
  });

  describe('previewChanges', () => {
    it('names every file that an approval changes, and changes none', async () => {
      const subject = await prepare({ kind: 'none' });
      const preview = await subject.workstation.previewChanges();
      expect(preview.sshConfig).toMatchObject({ kind: 'block', place: 'new-file' });
      expect(await subject.isUntouched()).toBe(true);
      const key = await keyOf(subject.workstation);
      const installed = await subject.workstation.install(key, CREDENTIAL, new Recorded());
      expect(installed).toMatchObject({ ok: true, value: { files: preview.files } });
    });
  });

  describe('proveSsh', () => {
    async function prove(minted: MintedCredential) {
      const { workstation } = await prepare({ kind: 'host-away' });
      const key = await keyOf(workstation);
      const installed = await workstation.install(key, minted, new Recorded());
      if (!installed.ok) throw new Error(installed.failure.kind);
      return workstation.proveSsh(minted, installed.value.files);
    }

    it('gives one proof of the config and one of a login, each with its reason', async () => {
      expect(await prove(CREDENTIAL)).toEqual([
        { check: 'ssh-config', outcome: 'passed', reason: null },
        { check: 'ssh-login', outcome: 'failed', reason: 'host-unreachable' },
      ]);
    });

    it('skips both by name without an alias', async () => {
      expect(await prove(WITHOUT_ALIAS)).toEqual([
        { check: 'ssh-config', outcome: 'skipped', reason: 'no-ssh-alias' },
        { check: 'ssh-login', outcome: 'skipped', reason: 'no-ssh-alias' },
      ]);
    });
  });
}

async function keyOf(workstation: Workstation): Promise<WorkstationKey> {
  const key = await workstation.createKey();
  if (!key.ok) throw new Error(key.failure.code);
  return key.value;
}

async function tokenOf(workstation: Workstation): Promise<string | null> {
  const found = await workstation.findToken('NMGRL');
  if (!found.ok) throw new Error(found.failure);
  return found.value?.reveal() ?? null;
}
