import { chmod, chown, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { admissionBy } from '../../../src/main/policy/admission.ts';
import {
  type PolicyReading,
  policyFacts,
  readPolicy,
} from '../../../src/main/policy/read-policy.ts';
import { scratchFolder } from '../../support/scratch-folder.ts';
import { TestAuthority } from '../../support/test-authority.ts';

const NOW = Date.now();
const uid = process.getuid?.() ?? null;

let home: string;
beforeEach(async () => {
  home = await scratchFolder();
});

function read(): Promise<PolicyReading> {
  return readPolicy({ platform: 'linux', programData: undefined, trialHome: home, uid }, NOW);
}

async function write(policy: unknown, mode = 0o644): Promise<void> {
  const path = join(home, 'policy.json');
  await writeFile(path, typeof policy === 'string' ? policy : JSON.stringify(policy));
  await chmod(path, mode);
}

function faultOf(reading: PolicyReading) {
  return reading.kind === 'broken' ? reading.problem.fault : reading.kind;
}

describe('readPolicy', () => {
  it('finds none where there is no file', async () => {
    expect(await read()).toEqual({ kind: 'none' });
  });

  it('reads everything that a lab may decide', async () => {
    const root = TestAuthority.root('Lab root');
    const caFile = join(home, 'lab.pem');
    await writeFile(caFile, root.pem, { mode: 0o644 });
    await write({
      $schema: 'https://onbench.example/policy.schema.json',
      apiBaseUrl: { url: 'https://api.example/base/', required: true },
      allowedLabs: ['NMGRL'],
      caFile,
      proxy: 'http://proxy.example:3128',
      hideOpenPage: true,
      supportContact: 'Maria, extension 4711',
      language: 'de-DE',
    });
    const reading = await read();
    expect(reading).toMatchObject({
      kind: 'managed',
      policy: {
        allowedLabs: ['NMGRL'],
        proxy: { kind: 'manual', url: 'http://proxy.example:3128' },
        trust: { host: 'api.example' },
      },
    });
    expect(policyFacts(reading)).toEqual({
      kind: 'managed',
      path: join(home, 'policy.json'),
      settings: {
        apiBaseUrl: { url: 'https://api.example/base', required: true },
        hideOpenPage: true,
        supportContact: 'Maria, extension 4711',
        language: 'de-DE',
      },
    });
  });

  it.each<[string, unknown, string]>([
    ['an unknown key', { allowedLab: ['NMGRL'] }, 'allowedLab'],
    [
      'an unknown key further in',
      { apiBaseUrl: { url: 'https://a.example', must: true } },
      'apiBaseUrl.must',
    ],
    ['plain http', { apiBaseUrl: { url: 'http://api.example' } }, 'apiBaseUrl.url'],
    ['no lab at all', { allowedLabs: [] }, 'allowedLabs'],
    ['a lab name that is none', { allowedLabs: ['NMGRL', '../x'] }, 'allowedLabs.1'],
    ['a relative path', { apiBaseUrl: { url: 'https://a.example' }, caFile: 'lab.pem' }, 'caFile'],
    ['an authority for no host', { caFile: '/etc/onbench/lab.pem' }, 'caFile'],
    ['a proxy with a password', { proxy: 'http://me:pw@proxy.example:80' }, 'proxy'],
    ['two lines of support', { supportContact: 'a\nb' }, 'supportContact'],
    ['a language that is none', { language: 'Klingon language' }, 'language'],
    ['text for a switch', { hideOpenPage: 'yes' }, 'hideOpenPage'],
    ['a list', [], 'the file as a whole'],
    ['null', null, 'the file as a whole'],
  ])('names the field of %s', async (_, policy, field) => {
    await write(policy);
    expect(faultOf(await read())).toMatchObject({ kind: 'bad-field', field });
  });

  it.each(['', '{', 'allowedLabs: [NMGRL]', '\u0000'])('takes %j for no JSON', async (text) => {
    await write(text);
    expect(faultOf(await read())).toEqual({ kind: 'not-json' });
  });

  it('takes a key of the prototype for unknown', async () => {
    await write('{"__proto__":{"hideOpenPage":true}}');
    expect(faultOf(await read())).not.toBe('managed');
  });

  it('reads no file of 1 MB', async () => {
    await write(' '.repeat(1_000_000));
    expect(faultOf(await read())).toEqual({ kind: 'too-large' });
  });

  it('obeys no folder in its place', async () => {
    await mkdir(join(home, 'policy.json'));
    expect(faultOf(await read())).toMatchObject({ kind: 'not-readable', code: 'EISDIR' });
  });

  it.each([0o666, 0o664, 0o646])('obeys no file of mode %o', async (mode) => {
    await write({}, mode);
    expect(faultOf(await read())).toEqual({ kind: 'not-protected' });
  });

  it('obeys no file in a folder that others may write to', async () => {
    await write({});
    await chmod(home, 0o777);
    expect(faultOf(await read())).toEqual({ kind: 'not-protected' });
  });

  it('obeys no link out of a folder that others may write to', async () => {
    const open = join(home, 'open');
    await mkdir(open);
    await writeFile(join(open, 'theirs.json'), '{}', { mode: 0o644 });
    await chmod(open, 0o777);
    await symlink(join(open, 'theirs.json'), join(home, 'policy.json'));
    expect(faultOf(await read())).toEqual({ kind: 'not-protected' });
  });

  it.runIf(uid === 0)('obeys no file of another account', async () => {
    await write({});
    await chown(join(home, 'policy.json'), 65_534, 65_534);
    expect(faultOf(await read())).toEqual({ kind: 'not-protected' });
  });

  it.each<[string, string | null, string]>([
    ['that is missing', null, 'not-readable'],
    ['that holds none', 'hello', 'bad-field'],
    ['with a server’s certificate', TestAuthority.root('Lab root').issue().cert, 'bad-field'],
  ])('is broken by a certificate file %s', async (_, text, kind) => {
    const caFile = join(home, 'lab.pem');
    if (text !== null) await writeFile(caFile, text, { mode: 0o644 });
    await write({ apiBaseUrl: { url: 'https://api.example' }, caFile });
    expect(await read()).toMatchObject({
      kind: 'broken',
      problem: { path: caFile, fault: { kind } },
    });
  });
});

describe('admissionBy', () => {
  const managed = async (policy: object) => {
    await write(policy);
    return admissionBy(await read());
  };

  it('lets everything be without a policy', () => {
    const admission = admissionBy({ kind: 'none' });
    expect([admission.refusalOf('https://a.example'), admission.allowsLab('X')]).toEqual([
      null,
      true,
    ]);
  });

  it('refuses everything under a broken one', async () => {
    const admission = await managed({ nonsense: true });
    expect(admission.refusalOf('https://a.example')).toBe('policy-broken');
    expect(admission.allowsLab('NMGRL')).toBe(false);
  });

  it('keeps to the server that is required, and leaves the suggested one open', async () => {
    const url = 'https://api.example/';
    const required = await managed({ apiBaseUrl: { url, required: true } });
    expect(required.refusalOf('https://api.example')).toBeNull();
    expect(required.refusalOf('https://other.example')).toBe('not-the-labs-server');
    const suggested = await managed({ apiBaseUrl: { url } });
    expect(suggested.refusalOf('https://other.example')).toBeNull();
  });

  it('keeps to the labs that are allowed', async () => {
    const admission = await managed({ allowedLabs: ['NMGRL'] });
    expect(['NMGRL', 'nmgrl', 'OTHER'].map((lab) => admission.allowsLab(lab))).toEqual([
      true,
      false,
      false,
    ]);
  });
});
