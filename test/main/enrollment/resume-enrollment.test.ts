import { describe, expect, it } from 'vitest';
import { PENDING_ACCOUNT } from '../../../src/main/enrollment/enrollment-journal.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { FAKE_KEY } from '../../fakes/fake-workstation.ts';
import { afterMs, json, never, type ScriptedAnswer } from '../../fakes/scripted-transport.ts';
import {
  API_TOKEN,
  acknowledged,
  MINTED_BODY,
  minted,
  pending,
  SERVER_DATE,
  STARTED_BODY,
  started,
  whoami,
} from '../../fakes/wire-answers.ts';
import { EnrollmentRun, type Machine, newMachine } from '../../support/enrollment-run.ts';

const POLL = 'POST device-codes/poll';
const ACKNOWLEDGE = 'POST device-codes/ack';
const WHOAMI = 'GET whoami';
const REVOKE = 'DELETE tokens/self';

const revoked = json(204, {});
const gone = json(410, {});

/** A process on this machine; what it leaves is all that the next one has. */
function processOn(machine: Machine, answers: readonly ScriptedAnswer[], circumstances = {}) {
  return new EnrollmentRun(answers, circumstances, new FakeClock(), machine);
}

/** Killed while the code was on its screen, `awayMs` before the next start. */
async function killedWhileWaiting(awayMs: number): Promise<Machine> {
  const machine = newMachine();
  const run = processOn(machine, [started]).start();
  await run.until('awaiting-approval');
  await run.clock.settle();
  machine.wallTimeMs += awayMs;
  return machine;
}

async function resumed(run: EnrollmentRun): Promise<EnrollmentRun> {
  await run.worker.resume();
  await run.clock.settle();
  return run;
}

async function keptSecrets({ keyring }: Machine): Promise<string | null> {
  const found = await keyring.get(PENDING_ACCOUNT);
  return found.ok ? (found.value?.reveal() ?? null) : null;
}

describe('a wait whose process was killed', () => {
  it('comes back to the same code and the time that is left', async () => {
    const machine = await killedWhileWaiting(60_000);
    const run = await resumed(processOn(machine, [pending, minted, acknowledged, whoami]));
    expect(run.worker.state).toMatchObject({
      kind: 'awaiting-approval',
      userCode: 'BCDF-GHJK',
      verificationUrlComplete: 'https://api.example/device?user_code=BCDF-GHJK',
      keyFingerprint: FAKE_KEY.fingerprint,
      lifetimeMs: 900_000,
      remainingMs: 840_000,
    });
    await run.until('enrolled');
    expect(run.path).toEqual(['awaiting-approval', 'finishing', 'enrolled']);
    expect(run.calls).toEqual([POLL, POLL, ACKNOWLEDGE, WHOAMI]);
    expect(run.workstation.installedKey?.fingerprint).toBe(FAKE_KEY.fingerprint);
    expect(run.workstation.calls).not.toContain('createKey');
  });

  it('does not live longer because the wall clock was set back', async () => {
    const run = await resumed(processOn(await killedWhileWaiting(-3_600_000), [gone]));
    expect(run.worker.state).toMatchObject({ remainingMs: 900_000 });
    await run.until('failed');
  });

  it.each([
    ['the server knows nothing of it', gone],
    ['nobody has approved', pending],
    ['the server is away', json(503, {})],
  ])('ends as expired after its time when %s, and is cleared away', async (_, answer) => {
    const machine = await killedWhileWaiting(900_001);
    const run = await resumed(processOn(machine, [answer]));
    expect(run.worker.state).toMatchObject({ kind: 'failed', failure: { kind: 'expired' } });
    expect([machine.file.text, await keptSecrets(machine)]).toEqual([null, null]);
  });

  it('ends as expired when the last look has no answer', async () => {
    const run = await resumed(processOn(await killedWhileWaiting(900_001), [never]));
    expect(await run.until('failed')).toMatchObject({ failure: { kind: 'expired' } });
  });

  it('is enrolled by an approval of the last moment', async () => {
    const machine = await killedWhileWaiting(900_001);
    const run = await resumed(processOn(machine, [minted, acknowledged, whoami]));
    await run.until('enrolled');
  });

  it('can be cancelled, and is over then', async () => {
    const machine = await killedWhileWaiting(0);
    const run = await resumed(processOn(machine, []));
    await run.worker.cancel();
    expect(run.worker.state).toMatchObject({ failure: { kind: 'cancelled' } });
    await run.clock.settle();
    expect([machine.file.text, await keptSecrets(machine)]).toEqual([null, null]);
    await resumed(run);
    expect(run.worker.state.kind).toBe('failed');
  });

  it('gives way to a start by the technician', async () => {
    const machine = await killedWhileWaiting(0);
    const run = processOn(machine, [started, gone]);
    const reading = run.worker.resume();
    run.start();
    await reading;
    expect(run.worker.state.kind).toBe('checking');
    await run.until('failed');
  });

  it('stays unseen while the keyring is locked, and comes back later', async () => {
    const machine = await killedWhileWaiting(0);
    machine.keyring.failure = 'unavailable';
    expect((await resumed(processOn(machine, []))).worker.state.kind).toBe('idle');
    machine.keyring.failure = null;
    const run = await resumed(processOn(machine, [gone]));
    expect(run.worker.state.kind).toBe('awaiting-approval');
    await run.until('failed');
  });

  it('does not survive a keyring that refuses, which stands in nobody’s way', async () => {
    const machine = newMachine();
    machine.keyring.failure = 'unavailable';
    const run = processOn(machine, [started]).start();
    await run.until('awaiting-approval');
    await run.clock.settle();
    expect((await resumed(processOn(machine, []))).worker.state.kind).toBe('idle');
  });
});

describe('the end of the process in good order', () => {
  it('leaves a wait to the next start', async () => {
    const machine = newMachine();
    const run = processOn(machine, [started]).start();
    await run.until('awaiting-approval');
    await run.clock.settle();
    await run.worker.suspend();
    expect(run.worker.state.kind).toBe('awaiting-approval');
    const next = await resumed(processOn(machine, [gone]));
    expect(next.worker.state).toMatchObject({ userCode: 'BCDF-GHJK' });
    await next.until('failed');
  });

  it('waits for an approval that crosses it, and finishes', async () => {
    const clock = new FakeClock();
    const answers = [started, afterMs(clock, 300, minted), acknowledged, whoami];
    const run = new EnrollmentRun(answers, {}, clock).start();
    await run.until('awaiting-approval');
    await run.clock.advance(5_100);
    await run.clock.run(run.worker.suspend());
    expect(run.worker.state.kind).toBe('enrolled');
  });

  it('leaves a question about the host’s key to the next start, which asks it again', async () => {
    const machine = newMachine();
    const hostKeyQuestion = {
      host: 'repo.example',
      knownFingerprint: 'SHA256:known',
      offeredFingerprint: 'SHA256:offered',
    };
    const run = processOn(machine, [started, minted, acknowledged], { hostKeyQuestion }).start();
    await run.until('finishing');
    await run.clock.settle();
    await run.worker.suspend();
    const next = processOn(machine, [acknowledged, whoami], { hostKeyQuestion });
    await resumed(next);
    expect(next.worker.state).toMatchObject({ question: hostKeyQuestion });
    next.worker.answerHostKey(true);
    await next.until('enrolled');
  });

  it('ends a wait that no later start could take up', async () => {
    const machine = newMachine();
    machine.keyring.failure = 'unavailable';
    const run = processOn(machine, [started]).start();
    await run.until('awaiting-approval');
    await run.worker.suspend();
    expect(run.worker.state).toMatchObject({ failure: { kind: 'cancelled' } });
  });
});

describe('finishing that was killed', () => {
  /** The answers after the approval; the last one never comes, and there the process dies. */
  async function killed(answers: readonly ScriptedAnswer[], circumstances = {}): Promise<Machine> {
    const machine = newMachine();
    const run = processOn(machine, [started, ...answers], circumstances).start();
    await run.until('finishing');
    await run.clock.settle();
    machine.wallTimeMs += 60_000;
    return machine;
  }

  it('goes on by itself once the token was kept', async () => {
    const machine = await killed([minted, never]);
    const run = await resumed(processOn(machine, [acknowledged, whoami]));
    expect(await run.until('enrolled')).toMatchObject({ lab: 'NMGRL', tokenKeptIn: 'keyring' });
    expect(run.path).toEqual(['finishing', 'enrolled']);
    expect(run.workstation.installedKey?.fingerprint).toBe(FAKE_KEY.fingerprint);
    await run.clock.settle();
    expect([machine.file.text, await keptSecrets(machine)]).toEqual([null, null]);
  });

  it('repeats the proofs when they were all that was left', async () => {
    const machine = await killed([minted, acknowledged, never]);
    expect(JSON.parse(machine.file.text ?? '')).toMatchObject({
      begun: ['keyring', 'keys', 'known-hosts', 'ssh-config', 'registration', 'proof'],
      done: ['keyring', 'keys', 'known-hosts', 'ssh-config', 'registration'],
    });
    const run = await resumed(processOn(machine, [acknowledged, whoami]));
    await run.until('enrolled');
  });

  it('asks again for an answer that had not reached the keyring', async () => {
    const machine = await killed([minted, never]);
    machine.tokens.clear();
    const run = await resumed(processOn(machine, [minted, acknowledged, whoami]));
    expect(run.worker.state).toMatchObject({ kind: 'awaiting-approval', remainingMs: 540_000 });
    await run.until('enrolled');
    expect(machine.tokens.get('NMGRL')).toBe(API_TOKEN);
  });

  it('does not take another token of the lab for the new one', async () => {
    const machine = await killed([minted, never]);
    machine.tokens.set('NMGRL', 'pcy_NMGRL_canary-of-somebody-else');
    const run = await resumed(processOn(machine, [gone]));
    expect(await run.until('failed')).toMatchObject({
      failure: { kind: 'interrupted', lab: 'NMGRL', missing: 'token', tokenByHand: false },
    });
    expect([machine.file.text, await keptSecrets(machine)]).toEqual([null, null]);
  });

  it('says that the token is gone when the keyring had refused it', async () => {
    const machine = newMachine();
    machine.keyring.failure = 'unavailable';
    const run = processOn(machine, [started, minted], { keyringFailures: ['unavailable'] }).start();
    await run.until('recovery');
    await run.clock.settle();
    machine.keyring.failure = null;
    const next = await resumed(processOn(machine, []));
    expect(next.worker.state).toMatchObject({
      failure: { kind: 'interrupted', missing: 'token', tokenByHand: false },
    });
    expect(machine.file.text).toBeNull();
  });

  it('gets a refused token again once the keyring is well', async () => {
    const machine = newMachine();
    const run = processOn(machine, [started, minted], { keyringFailures: ['unavailable'] }).start();
    await run.until('recovery');
    await run.clock.settle();
    const next = await resumed(processOn(machine, [minted, acknowledged, whoami]));
    await next.until('enrolled');
    expect(machine.tokens.get('NMGRL')).toBe(API_TOKEN);
  });

  it('waits for a locked keyring and then goes on without another approval', async () => {
    const machine = await killed([minted, never]);
    machine.keyring.failure = 'unavailable';
    const run = await resumed(processOn(machine, [acknowledged, whoami]));
    expect(run.worker.state).toMatchObject({
      failure: { kind: 'interrupted', missing: 'keyring' },
    });
    run.worker.checkAgain();
    await run.clock.settle();
    expect(run.worker.state).toMatchObject({
      failure: { kind: 'interrupted', missing: 'keyring' },
    });
    machine.keyring.failure = null;
    run.worker.checkAgain();
    await run.until('enrolled');
  });

  it('names the private key when only the token was kept', async () => {
    const machine = newMachine();
    machine.keyring.failure = 'unavailable';
    const run = processOn(machine, [started, minted, never]).start();
    await run.until('finishing');
    await run.clock.settle();
    machine.keyring.failure = null;
    const next = await resumed(processOn(machine, []));
    expect(next.worker.state).toMatchObject({
      failure: { kind: 'interrupted', missing: 'private-key', tokenByHand: false },
    });
  });

  it('puts the earlier token back when the host’s key is refused after the restart', async () => {
    const earlierToken = 'pcy_NMGRL_canary-earlier-token';
    const machine = await killed([minted, never], { earlierToken });
    const hostKeyQuestion = {
      host: 'repo.example',
      knownFingerprint: 'SHA256:known',
      offeredFingerprint: 'SHA256:offered',
    };
    const run = processOn(machine, [acknowledged, revoked], { hostKeyQuestion });
    await resumed(run);
    run.worker.answerHostKey(false);
    expect(await run.until('failed')).toMatchObject({
      failure: { kind: 'host-key-refused', revocation: 'revoked' },
    });
    expect(machine.tokens.get('NMGRL')).toBe(earlierToken);
    expect(run.calls).toEqual([ACKNOWLEDGE, REVOKE]);
  });

  it('keeps a database key until it is in its file', async () => {
    const database_iam = { service_account_key_json: { private_key: 'canary-database-key' } };
    const withDatabase = json(200, { ...MINTED_BODY, database_iam });
    const machine = await killed([withDatabase, never]);
    const run = await resumed(processOn(machine, [acknowledged, whoami]));
    expect(await run.until('enrolled')).toMatchObject({
      files: { databaseKey: '/home/lab/.pychron/keys/cloudsql_NMGRL.json' },
    });
  });

  it('clears away a journal that nobody can understand', async () => {
    const machine = newMachine();
    machine.file.text = '{"kind":"finishing"';
    expect((await resumed(processOn(machine, []))).worker.state.kind).toBe('idle');
    expect(machine.file.text).toBeNull();
  });
});

describe('a new code', () => {
  const again = json(201, { ...STARTED_BODY, user_code: 'WXZV-TSRQ' }, { date: SERVER_DATE });

  it('takes the place of the one on the screen, without another pre-flight', async () => {
    const run = new EnrollmentRun([started, again, gone]).start();
    await run.until('awaiting-approval');
    run.worker.renewCode();
    expect(run.worker.state.kind).toBe('requesting-code');
    expect(await run.until('awaiting-approval')).toMatchObject({
      userCode: 'WXZV-TSRQ',
      remainingMs: 900_000,
      earlierCode: null,
    });
    expect(run.probes).toBe(1);
    await run.until('failed');
  });

  it('has the approval of the one before revoked, and says so', async () => {
    const clock = new FakeClock();
    const crossing = afterMs(clock, 300, minted);
    const run = new EnrollmentRun([started, crossing, revoked, again, gone], {}, clock).start();
    await run.until('awaiting-approval');
    await run.clock.advance(5_100);
    run.worker.renewCode();
    expect(await run.until('awaiting-approval')).toMatchObject({
      userCode: 'WXZV-TSRQ',
      earlierCode: 'revoked',
    });
    expect(run.calls).toContain(REVOKE);
    await run.until('failed');
  });

  it('is not forgotten for the one that was given up, whatever ends the process in between', async () => {
    const machine = newMachine();
    const run = processOn(machine, [started, never]).start();
    await run.until('awaiting-approval');
    await run.clock.settle();
    run.worker.renewCode();
    await run.clock.settle();
    expect((await resumed(processOn(machine, []))).worker.state.kind).toBe('idle');
  });

  it('is what a later start comes back to', async () => {
    const machine = newMachine();
    const run = processOn(machine, [started, again]).start();
    await run.until('awaiting-approval');
    run.worker.renewCode();
    await run.until('awaiting-approval');
    await run.clock.settle();
    const next = await resumed(processOn(machine, [gone]));
    expect(next.worker.state).toMatchObject({ userCode: 'WXZV-TSRQ' });
    await next.until('failed');
  });

  it('is not asked for where no code is on the screen', async () => {
    const run = new EnrollmentRun([]);
    run.worker.renewCode();
    expect(run.states).toEqual([]);
  });
});

describe('finishing that failed for a reason of this machine', () => {
  const installFailures = [
    { kind: 'file-error', step: 'registration', path: '/home/lab/.pychron', code: 'ENOSPC' },
  ] as const;

  async function failedAndEnded(): Promise<Machine> {
    const machine = newMachine();
    const answers = [started, minted, acknowledged];
    const run = processOn(machine, answers, { installFailures }).start();
    await run.until('failed');
    await run.clock.settle();
    return machine;
  }

  it('is taken up by the next process with the same token and key', async () => {
    const machine = await failedAndEnded();
    const run = await resumed(processOn(machine, [acknowledged, whoami]));
    await run.until('enrolled');
    expect(run.calls).toEqual([ACKNOWLEDGE, WHOAMI]);
    expect(run.workstation.installedKey?.fingerprint).toBe(FAKE_KEY.fingerprint);
    await run.clock.settle();
    expect([machine.file.text, await keptSecrets(machine)]).toEqual([null, null]);
  });

  it('is over once somebody has turned away from it', async () => {
    const machine = await failedAndEnded();
    const run = await resumed(processOn(machine, [acknowledged], { installFailures }));
    expect(run.worker.state.kind).toBe('failed');
    run.worker.dismiss();
    await run.clock.settle();
    expect([machine.file.text, await keptSecrets(machine)]).toEqual([null, null]);
  });
});
