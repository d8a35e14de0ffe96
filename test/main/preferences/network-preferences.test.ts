import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { AddedTrust } from '../../../src/main/api/certificate-authority.ts';
import type { LabPolicy } from '../../../src/main/policy/read-policy.ts';
import { NetworkPreferences } from '../../../src/main/preferences/network-preferences.ts';
import { PreferencesStore } from '../../../src/main/preferences/preferences-store.ts';
import type { ProxySetting } from '../../../src/shared/network-settings.ts';
import { userData } from '../../fakes/fake-electron.ts';
import { RecordedLog } from '../../fakes/recorded-log.ts';
import { scratchFolder } from '../../support/scratch-folder.ts';
import { TestAuthority } from '../../support/test-authority.ts';

vi.mock('electron', async () => {
  const electron = await import('../../fakes/fake-electron.ts');
  return { ...electron, default: electron };
});

const MANUAL = { kind: 'manual', url: 'http://proxy.example:3128' } as const;
const root = TestAuthority.root('Lab root');

let applied: (readonly [ProxySetting, host: string | null])[];

function open(policy: Partial<LabPolicy> | null = null): NetworkPreferences {
  return new NetworkPreferences({
    store: new PreferencesStore(),
    policy:
      policy && ({ path: '', allowedLabs: null, proxy: null, trust: null, ...policy } as LabPolicy),
    apply: (proxy: ProxySetting, trust: AddedTrust | null) =>
      void applied.push([proxy, trust?.host ?? null]),
    log: new RecordedLog(),
  });
}

beforeEach(async () => {
  userData.path = await scratchFolder();
  applied = [];
});

describe('NetworkPreferences', () => {
  it('begins with the system’s way and trusts nobody more', () => {
    expect(open().settings).toEqual({
      proxy: { kind: 'system' },
      isProxyManaged: false,
      authority: null,
      isAuthorityManaged: false,
    });
    expect(applied).toEqual([[{ kind: 'system' }, null]]);
  });

  it('uses a proxy at once and in the next run', () => {
    expect(open().setProxy({ kind: 'manual', url: ' http://PROXY.example:3128/' })).toMatchObject({
      ok: true,
      value: { proxy: MANUAL },
    });
    expect(applied.at(-1)).toEqual([MANUAL, null]);
    expect(open().settings.proxy).toEqual(MANUAL);
  });

  it('changes nothing for an address that is none, and stores no password', async () => {
    const network = open();
    const refused = network.setProxy({ kind: 'manual', url: 'http://me:hunter2@proxy.example:1' });
    expect(refused).toEqual({ ok: false, failure: 'has-credentials' });
    expect(applied).toHaveLength(1);
    network.setProxy(MANUAL);
    const stored = await readFile(join(userData.path, 'preferences.json'), 'utf8');
    expect(stored).not.toContain('hunter2');
  });

  it('trusts only what was shown, when it is told to, until it is taken away', () => {
    const network = open();
    expect(network.trustCandidate().authority).toBeNull();
    const shown = network.examine(root.pem, 'api.example');
    expect(network.settings.authority).toBeNull();
    expect(network.trustCandidate().authority).toEqual(shown.ok && shown.value);
    expect(applied.at(-1)).toEqual([{ kind: 'system' }, 'api.example']);
    expect(open().settings.authority?.host).toBe('api.example');
    expect(network.forgetAuthority().authority).toBeNull();
    expect(open().settings.authority).toBeNull();
  });

  it('forgets what it showed before when the next file is no good', () => {
    const network = open();
    network.examine(root.pem, 'api.example');
    expect(network.examine('hello', 'api.example')).toEqual({
      ok: false,
      failure: 'no-certificate',
    });
    expect(network.trustCandidate().authority).toBeNull();
  });

  it('lets the lab’s decisions stand', () => {
    const network = open({ proxy: MANUAL });
    network.setProxy({ kind: 'none' });
    expect(network.settings).toMatchObject({ proxy: MANUAL, isProxyManaged: true });
    expect(open().settings.proxy).toEqual({ kind: 'system' });
  });
});
