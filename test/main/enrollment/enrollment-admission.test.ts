import { describe, expect, it } from 'vitest';
import type { Admission } from '../../../src/main/policy/admission.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { html, json, type ScriptedAnswer } from '../../fakes/scripted-transport.ts';
import { API_BASE_URL, minted, started } from '../../fakes/wire-answers.ts';
import { EnrollmentRun, newMachine } from '../../support/enrollment-run.ts';

const OTHER_LABS_ONLY: Admission = { refusalOf: () => null, allowsLab: (lab) => lab !== 'NMGRL' };

function runUnder(admission: Admission, answers: readonly ScriptedAnswer[]): EnrollmentRun {
  return new EnrollmentRun(answers, {}, new FakeClock(), newMachine(), admission);
}

describe('EnrollmentWorker under a policy', () => {
  it.each([
    [json(204, {}), 'revoked'],
    [html(503), 'could-not-revoke'],
  ] as const)(
    'gives the token of another lab back and keeps nothing of it',
    async (answer, word) => {
      const run = runUnder(OTHER_LABS_ONLY, [started, minted, answer]).start();
      expect(await run.until('failed')).toMatchObject({
        failure: { kind: 'lab-not-allowed', lab: 'NMGRL', revocation: word },
      });
      expect(run.calls.at(-1)).toBe('DELETE tokens/self');
      expect(run.workstation.tokens.size).toBe(0);
      expect(run.workstation.calls).toEqual(['createKey']);
    },
  );

  it.each(['policy-broken', 'not-the-labs-server'] as const)(
    'begins nothing when the policy says %s',
    (refusal) => {
      const run = runUnder({ refusalOf: () => refusal, allowsLab: () => true }, []);
      expect(run.worker.start(API_BASE_URL)).toEqual({ ok: false, failure: refusal });
      expect([run.states, run.calls, run.workstation.calls, run.probes]).toEqual([[], [], [], 0]);
    },
  );

  it('asks the policy about the address as it will be called', () => {
    const asked: string[] = [];
    const admission: Admission = {
      refusalOf: (url) => {
        asked.push(url);
        return 'not-the-labs-server';
      },
      allowsLab: () => true,
    };
    runUnder(admission, []).worker.start(' https://API.example/base/ ');
    expect(asked).toEqual(['https://api.example/base']);
  });
});
