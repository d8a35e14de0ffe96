import { describe, expect, it } from 'vitest';
import type { ProofResult, StateOf } from '../../../src/shared/enrollment.ts';
import { type Circumstances, FAKE_FILES } from '../../fakes/fake-workstation.ts';
import { json, never, type ScriptedAnswer, trouble } from '../../fakes/scripted-transport.ts';
import {
  API_BASE_URL,
  API_TOKEN,
  acknowledged,
  MINTED_BODY,
  minted,
  started,
  whoami,
} from '../../fakes/wire-answers.ts';
import { EnrollmentRun } from '../../support/enrollment-run.ts';

const TO_THE_TOKEN = ['POST device-codes', 'POST device-codes/poll'];
const ACKNOWLEDGE = 'POST device-codes/ack';
const WHOAMI = 'GET whoami';
const REVOKE = 'DELETE tokens/self';

const question = {
  host: 'repo.example',
  knownFingerprint: 'SHA256:known',
  offeredFingerprint: 'SHA256:offered',
};

async function settled(run: EnrollmentRun): Promise<EnrollmentRun> {
  await run.clock.settle();
  return run;
}

describe('the token', () => {
  it('is acknowledged only once the keyring has it', async () => {
    const run = new EnrollmentRun([started, minted], { keyringFailures: ['unavailable'] }).start();
    await run.until('recovery');
    expect(run.calls).toEqual(TO_THE_TOKEN);
  });

  it.each<[string, ScriptedAnswer]>([
    ['a server without acknowledgement', json(404, {})],
    ['trouble at the acknowledgement', trouble('interrupted')],
    ['no answer to the acknowledgement', never],
  ])('is kept all the same with %s', async (_, answer) => {
    const run = new EnrollmentRun([started, minted, answer, whoami]).start();
    expect(await run.until('enrolled')).toMatchObject({ tokenKeptIn: 'keyring' });
  });

  it('is said not to be found by Python where that is so', async () => {
    const answers = [started, minted, acknowledged, whoami];
    const run = new EnrollmentRun(answers, { foundByPython: false }).start();
    expect(await run.until('enrolled')).toMatchObject({ tokenKeptIn: 'keyring-unshared' });
    expect(run.log.lines.some((line) => line.includes('Python does not find it'))).toBe(true);
  });

  it('goes nowhere but to the address that was chosen', async () => {
    const elsewhere = json(200, { ...MINTED_BODY, api_base_url: 'https://evil.example' });
    const run = new EnrollmentRun([started, elsewhere, acknowledged, whoami]).start();
    expect(await run.until('enrolled')).toMatchObject({
      apiBaseUrl: API_BASE_URL,
      unusedApiBaseUrl: 'https://evil.example',
    });
    const origins = run.transport.requests.map(({ url }) => new URL(url).origin);
    expect(new Set(origins)).toEqual(new Set([API_BASE_URL]));
    expect(run.log.lines).toContain(
      'warn {"chosen":"https://api.example","named":"https://evil.example"} the server names another API base: it is not used',
    );
  });
});

describe('recovery', () => {
  const refused = { keyringFailures: ['unavailable', 'timed-out'] } as const;

  it('gives the token on demand, and at no other time', async () => {
    const run = new EnrollmentRun([started, minted, acknowledged, whoami], refused);
    expect(run.worker.tokenOnDemand).toBeNull();
    run.start();
    await run.until('awaiting-approval');
    expect(run.worker.tokenOnDemand).toBeNull();
    expect(await run.until('recovery')).toEqual({
      kind: 'recovery',
      lab: 'NMGRL',
      reason: 'unavailable',
      retrying: false,
    });
    expect(run.worker.tokenOnDemand?.reveal()).toBe(API_TOKEN);
    run.worker.confirmStored();
    await run.until('enrolled');
    expect(run.worker.tokenOnDemand).toBeNull();
  });

  it('goes on when the keyring takes it after all', async () => {
    const run = new EnrollmentRun([started, minted, acknowledged, whoami], refused).start();
    await run.until('recovery');
    run.worker.retryKeyring();
    await settled(run);
    expect(run.worker.state).toMatchObject({ reason: 'timed-out', retrying: false });
    expect(run.states.some((state) => state.kind === 'recovery' && state.retrying)).toBe(true);
    run.worker.retryKeyring();
    expect(await run.until('enrolled')).toMatchObject({ tokenKeptIn: 'keyring' });
    expect(run.workstation.tokens.get('NMGRL')).toBe(API_TOKEN);
    expect(run.calls).toEqual([...TO_THE_TOKEN, ACKNOWLEDGE, WHOAMI]);
  });

  it('goes on when the technician has stored it', async () => {
    const run = new EnrollmentRun([started, minted, acknowledged, whoami], refused).start();
    await run.until('recovery');
    run.worker.confirmStored();
    expect(await run.until('enrolled')).toMatchObject({ tokenKeptIn: 'by-hand' });
    expect(run.workstation.calls).toEqual(['createKey', 'findToken', 'install', 'proveSsh']);
    expect(run.calls).toEqual([...TO_THE_TOKEN, ACKNOWLEDGE, WHOAMI]);
  });

  it('gives the token back when nobody wants to keep it, and touches no file', async () => {
    const run = new EnrollmentRun([started, minted, json(204, {})], refused).start();
    await run.until('recovery');
    await run.worker.giveTokenBack();
    expect(run.worker.state).toMatchObject({
      kind: 'failed',
      failure: { kind: 'cancelled', revocation: 'revoked' },
    });
    expect(run.worker.tokenOnDemand).toBeNull();
    expect(run.workstation.calls).not.toContain('install');
    expect(run.calls).toEqual([...TO_THE_TOKEN, REVOKE]);
  });

  it('is left by neither cancel, dismiss nor start', async () => {
    const run = new EnrollmentRun([started, minted], refused).start();
    const recovery = await run.until('recovery');
    run.worker.cancel();
    run.worker.dismiss();
    run.start();
    await run.clock.advance(60_000);
    expect(run.worker.state).toEqual(recovery);
  });
});

describe('a host key that changed', () => {
  async function asked(answers: readonly ScriptedAnswer[]): Promise<EnrollmentRun> {
    const run = new EnrollmentRun([started, minted, acknowledged, ...answers], {
      hostKeyQuestion: question,
    }).start();
    await run.until('finishing');
    await settled(run);
    expect(run.worker.state).toEqual({
      kind: 'finishing',
      lab: 'NMGRL',
      step: 'known-hosts',
      question,
    });
    return run;
  }

  it('is pinned when the technician trusts it', async () => {
    const run = await asked([whoami]);
    run.worker.answerHostKey(true);
    await run.until('enrolled');
  });

  it.each<[string, (run: EnrollmentRun) => void]>([
    ['the technician says no', (run) => run.worker.answerHostKey(false)],
    ['the technician cancels', (run) => run.worker.cancel()],
  ])('ends the enrollment and gives the token back when %s', async (_, refuse) => {
    const run = await asked([json(204, {})]);
    refuse(run);
    expect(await run.until('failed')).toMatchObject({
      failure: { kind: 'host-key-refused', host: 'repo.example', revocation: 'revoked' },
    });
    expect(run.calls).toEqual([...TO_THE_TOKEN, ACKNOWLEDGE, REVOKE]);
  });

  describe('and is refused', () => {
    const EARLIER = 'pcy_NMGRL_canary-earlier-token';

    function start(circumstances: Circumstances): EnrollmentRun {
      const answers = [started, minted, acknowledged, json(204, {})];
      return new EnrollmentRun(answers, { hostKeyQuestion: question, ...circumstances }).start();
    }

    async function refuse(run: EnrollmentRun): Promise<StateOf<'failed'>> {
      await run.until('finishing');
      await settled(run);
      run.worker.answerHostKey(false);
      return run.until('failed');
    }

    it.each([EARLIER, undefined])('leaves the keyring with %s, as it was', async (earlierToken) => {
      const run = start(earlierToken ? { earlierToken } : {});
      await refuse(run);
      expect(run.workstation.tokens.get('NMGRL')).toBe(earlierToken);
    });

    it('brings back what was there before a call that failed late', async () => {
      const keyringFailures = [null, 'timed-out'] as const;
      const run = start({ earlierToken: EARLIER, keyringFailures });
      await run.until('recovery');
      run.workstation.tokens.set('NMGRL', API_TOKEN);
      run.worker.retryKeyring();
      await refuse(run);
      expect(run.workstation.tokens.get('NMGRL')).toBe(EARLIER);
    });

    it('leaves a keyring alone that never said what it holds', async () => {
      const run = start({ earlierToken: EARLIER, keyringFailures: ['unavailable'] });
      await run.until('recovery');
      run.worker.confirmStored();
      await refuse(run);
      expect(run.workstation.calls).toEqual(['createKey', 'findToken', 'install']);
    });

    it('gives the token back to the server even if the keyring keeps it', async () => {
      const run = start({ keyringFailures: [null, null, 'unavailable'] });
      expect(await refuse(run)).toMatchObject({ failure: { revocation: 'revoked' } });
      expect(run.log.lines).toContain(
        'error {"lab":"NMGRL","reason":"unavailable"} the keyring did not take the earlier token back',
      );
    });
  });
});

describe('installing', () => {
  const failures: NonNullable<Circumstances['installFailures']>[number][] = [
    { kind: 'file-error', step: 'keys', path: '/home/lab/.pychron', code: 'EACCES' },
    { kind: 'ssh-config-conflict', path: '/c', problem: 'damaged-markers', line: 3 },
  ];

  it.each(failures)('leaves the token in the keyring after a $kind', async (failure) => {
    const installFailures = [failure];
    const run = new EnrollmentRun([started, minted, acknowledged], { installFailures }).start();
    expect(await run.until('failed')).toMatchObject({ failure });
    expect(run.workstation.tokens.get('NMGRL')).toBe(API_TOKEN);
    expect(run.calls).toEqual([...TO_THE_TOKEN, ACKNOWLEDGE]);
  });

  it.each(failures)('goes on after a $kind with the same approval', async (failure) => {
    const answers = [started, minted, acknowledged, whoami];
    const installFailures = [failure, failure];
    const run = new EnrollmentRun(answers, { installFailures }).start();
    await run.until('failed');
    run.worker.checkAgain();
    expect(run.worker.state).toMatchObject({ kind: 'finishing', lab: 'NMGRL', step: 'keys' });
    expect(await run.until('failed')).toMatchObject({ failure });
    run.worker.checkAgain();
    run.worker.checkAgain();
    expect(await run.until('enrolled')).toMatchObject({
      tokenKeptIn: 'keyring',
      files: FAKE_FILES,
    });
    expect(run.calls).toEqual([...TO_THE_TOKEN, ACKNOWLEDGE, WHOAMI]);
    expect(run.workstation.calls.filter((call) => call !== 'install')).toEqual([
      'createKey',
      'findToken',
      'storeToken',
      'proveSsh',
    ]);
  });

  it('goes on with a token that was stored by hand', async () => {
    const answers = [started, minted, acknowledged, whoami];
    const keyringFailures = ['unavailable'] as const;
    const run = new EnrollmentRun(answers, { keyringFailures, installFailures: failures }).start();
    await run.until('recovery');
    run.worker.confirmStored();
    await run.until('failed');
    run.worker.checkAgain();
    await run.until('failed');
    run.worker.checkAgain();
    expect(await run.until('enrolled')).toMatchObject({ tokenKeptIn: 'by-hand' });
  });

  it('is not stopped by a cancel', async () => {
    const run = new EnrollmentRun([started, minted, never, whoami]).start();
    await run.until('finishing');
    run.worker.cancel();
    await run.until('enrolled');
  });
});

describe('proof', () => {
  const sshPassed: readonly ProofResult[] = [
    { check: 'ssh-config', outcome: 'passed', reason: null },
    { check: 'ssh-login', outcome: 'passed', reason: null },
  ];
  const identity = {
    kind: 'workstation',
    scopes: ['workstations:register_ssh_key'],
    lab: 'NMGRL',
  };

  it.each<[ProofResult['reason'], ScriptedAnswer]>([
    ['token-refused', json(401, {})],
    ['other-lab', json(200, { ...identity, lab: 'OTHER' })],
    ['scope-missing', json(200, { ...identity, scopes: ['device-codes:approve'] })],
    ['server-unreachable', trouble('offline')],
    ['server-unreachable', never],
  ])('fails with %s', async (reason, answer) => {
    const run = new EnrollmentRun([started, minted, acknowledged, answer]).start();
    expect(await run.until('failed')).toMatchObject({
      failure: {
        kind: 'not-proved',
        lab: 'NMGRL',
        proofs: [{ check: 'token', outcome: 'failed', reason }, ...sshPassed],
      },
    });
  });

  it('is repeated on demand, alone', async () => {
    const run = new EnrollmentRun([started, minted, acknowledged, trouble('offline'), whoami], {
      sshProofs: [[{ check: 'ssh-login', outcome: 'failed', reason: 'host-unreachable' }]],
    }).start();
    await run.until('failed');
    run.worker.checkAgain();
    run.worker.checkAgain();
    expect(await run.until('enrolled')).toMatchObject({ files: FAKE_FILES, proofs: { length: 3 } });
    expect(run.workstation.calls).toEqual([
      'createKey',
      'findToken',
      'storeToken',
      'install',
      'proveSsh',
      'proveSsh',
    ]);
    expect(run.calls).toEqual([...TO_THE_TOKEN, ACKNOWLEDGE, WHOAMI, WHOAMI]);
  });

  it('can fail again and again', async () => {
    const away = trouble('offline');
    const run = new EnrollmentRun([started, minted, acknowledged, away, away, whoami]).start();
    await run.until('failed');
    run.worker.checkAgain();
    expect(run.worker.state).toMatchObject({ kind: 'finishing', lab: 'NMGRL', step: 'proof' });
    await run.until('failed');
    run.worker.checkAgain();
    await run.until('enrolled');
  });

  it('is not repeated once it was dismissed', async () => {
    const run = new EnrollmentRun([started, minted, acknowledged, trouble('offline')]).start();
    await run.until('failed');
    run.worker.dismiss();
    run.worker.checkAgain();
    await settled(run);
    expect(run.worker.state).toEqual({ kind: 'idle' });
  });

  it('passes when a check is skipped for a named reason', async () => {
    const run = new EnrollmentRun([started, minted, acknowledged, whoami], {
      sshProofs: [[{ check: 'ssh-login', outcome: 'skipped', reason: 'no-ssh-client' }]],
    }).start();
    await run.until('enrolled');
  });
});
