import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { labName } from '@onbench/protocol/names';
import { Secret } from '@onbench/protocol/secret';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  EnrollmentJournal,
  PENDING_ACCOUNT,
} from '../../src/main/enrollment/enrollment-journal.ts';
import { createJournalFile, type JournalFile } from '../../src/main/enrollment/journal-file.ts';
import type { PendingEnrollment } from '../../src/main/enrollment/pending-enrollment.ts';
import { KeytarKeyring } from '../../src/main/workstation/keytar-keyring.ts';
import { FakeJournalFile } from '../fakes/fake-journal-file.ts';
import { FakeKeyring } from '../fakes/fake-keyring.ts';
import { FAKE_KEY } from '../fakes/fake-workstation.ts';
import { RecordedLog } from '../fakes/recorded-log.ts';
import { credential } from '../support/enrolled.ts';
import { scratchFolder } from '../support/scratch-folder.ts';
import { useKeyringSession } from '../support/use-keyring-session.ts';

const PENDING: PendingEnrollment = {
  apiBaseUrl: 'https://api.example',
  key: FAKE_KEY,
  grant: {
    deviceCode: new Secret('canary-device-code'),
    userCode: 'BCDF-GHJK',
    verificationUrl: 'https://api.example/device',
    verificationUrlComplete: 'https://api.example/device?user_code=BCDF-GHJK',
    intervalMs: 5_000,
    lifetimeMs: 900_000,
  },
  expiresAtMs: 1_778_327_100_000,
};

const APPROVED = {
  apiBaseUrl: 'https://api.example',
  keyFingerprint: FAKE_KEY.fingerprint,
  credential: credential({
    database_iam: { service_account_key_json: { private_key: 'canary-database-key' } },
  }),
  approvedAtMs: 1_778_327_000_000,
};

function journalFileContract(create: () => Promise<JournalFile>): void {
  it('has nothing at first, then what was written last, then nothing again', async () => {
    const file = await create();
    expect(await file.read()).toBeNull();
    await file.write('{"lab":"NMGRL"}');
    await file.write('{"lab":"実験"}');
    expect(await file.read()).toBe('{"lab":"実験"}');
    await file.remove();
    await file.remove();
    expect(await file.read()).toBeNull();
  });
}

describe('FakeJournalFile', () => journalFileContract(async () => new FakeJournalFile()));

describe('createJournalFile', () => {
  journalFileContract(async () => createJournalFile(join(await scratchFolder(), 'app/e.json')));

  it('is for its owner alone, and leaves nothing beside it', async () => {
    const folder = join(await scratchFolder(), 'app');
    const file = createJournalFile(join(folder, 'enrollment.json'));
    await file.write('one');
    await file.write('two');
    expect(await readdir(folder)).toEqual(['enrollment.json']);
    expect((await stat(join(folder, 'enrollment.json'))).mode & 0o777).toBe(0o600);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
  });
});

describe('the journal, with a real file', () => {
  async function journalIn(folder: string, keyring = new FakeKeyring()) {
    const log = new RecordedLog();
    const file = createJournalFile(join(folder, 'enrollment.json'));
    return { log, keyring, journal: new EnrollmentJournal({ file, keyring, log }) };
  }

  it('keeps the steps in the file and no secret', async () => {
    const folder = await scratchFolder();
    const { journal, keyring } = await journalIn(folder);
    await journal.waiting(PENDING);
    await journal.approved(APPROVED);
    await journal.stepIs('begun', 'keyring');
    await journal.tokenIs('keyring');
    await journal.stepIs('done', 'keyring');
    const text = await readFile(join(folder, 'enrollment.json'), 'utf8');
    expect(JSON.parse(text)).toMatchObject({
      kind: 'finishing',
      tokenPlace: 'keyring',
      begun: ['keyring'],
      done: ['keyring'],
      hasDatabaseKey: true,
    });
    for (const secret of ['canary', APPROVED.credential.apiToken.reveal(), 'PRIVATE KEY']) {
      expect(text).not.toContain(secret);
    }
    const next = await journalIn(folder, keyring);
    expect(await next.journal.read()).toMatchObject({
      kind: 'finishing',
      entry: { lab: 'NMGRL', tokenPlace: 'keyring' },
      secrets: { ok: true, value: { pending: { grant: { userCode: 'BCDF-GHJK' } } } },
    });
  });

  it('stands in nobody’s way where it cannot write', async () => {
    const folder = await scratchFolder();
    await mkdir(join(folder, 'enrollment.json'));
    const { journal, log } = await journalIn(folder);
    await journal.waiting(PENDING);
    expect(journal.isKept).toBe(false);
    await journal.approved(APPROVED);
    await journal.ended();
    expect(await journal.read()).toBeNull();
    expect(log.lines.join()).toContain('EISDIR');
  });

  it('tries again to clear away what it could not', async () => {
    const folder = await scratchFolder();
    const { journal, keyring } = await journalIn(folder);
    await journal.waiting(PENDING);
    keyring.failure = 'timed-out';
    await journal.ended();
    expect(await readdir(folder)).toEqual(['enrollment.json']);
    keyring.failure = null;
    const next = await journalIn(folder, keyring);
    expect(await next.journal.read()).toBeNull();
    expect(await readdir(folder)).toEqual([]);
    expect(await keyring.get(PENDING_ACCOUNT)).toEqual({ ok: true, value: null });
  });

  it('asks no keyring when there is nothing', async () => {
    const { journal, keyring, log } = await journalIn(await scratchFolder());
    keyring.failure = 'unavailable';
    expect(await journal.read()).toBeNull();
    await journal.ended();
    expect(log.lines).toEqual([]);
  });

  it('clears away a file that it cannot understand', async () => {
    const folder = await scratchFolder();
    await writeFile(join(folder, 'enrollment.json'), '{"kind":"finishing"');
    expect(await (await journalIn(folder)).journal.read()).toBeNull();
    expect(await readdir(folder)).toEqual([]);
  });
});

// In this order: libsecret keeps its connection, so each step builds on the one before.
describe('the journal, with a real keyring', () => {
  const session = useKeyringSession();
  const keyring = new KeytarKeyring('pychron.cloud.journal', 2_000);
  const log = new RecordedLog();
  let file: JournalFile;
  beforeEach(async () => {
    file = createJournalFile(join(await scratchFolder(), 'enrollment.json'));
  });
  const nextProcess = () => new EnrollmentJournal({ file, keyring, log });

  it('uses an account that no lab can have', () => {
    expect(labName.safeParse(PENDING_ACCOUNT).success).toBe(false);
  });

  it('gives a later process the code and the key, and keeps nothing once it is over', async () => {
    await nextProcess().waiting(PENDING);
    const read = await nextProcess().read();
    if (read?.kind !== 'waiting') throw new Error('nothing was kept');
    const { grant, key } = read.secrets.pending;
    expect(grant.deviceCode.reveal()).toBe('canary-device-code');
    expect(key.privateKey.reveal()).toBe(FAKE_KEY.privateKey.reveal());

    await nextProcess().ended();
    expect(await keyring.get(PENDING_ACCOUNT)).toEqual({ ok: true, value: null });
    expect(await file.read()).toBeNull();
  });

  it('forgets, and goes on, while the collection is locked', async () => {
    await session().lock();
    const journal = nextProcess();
    await journal.waiting(PENDING);
    expect(journal.isKept).toBe(false);
    expect(await nextProcess().read()).toBeNull();
  });
});
