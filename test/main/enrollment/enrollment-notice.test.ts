import { describe, expect, it } from 'vitest';
import { followNotices, noticeOf } from '../../../src/main/enrollment/enrollment-notice.ts';
import type { Notice } from '../../../src/main/platform/notifier.ts';
import type { EnrollmentState, StateOf } from '../../../src/shared/enrollment.ts';
import { FAKE_CHANGES } from '../../fakes/fake-workstation.ts';
import { json } from '../../fakes/scripted-transport.ts';
import { API_BASE_URL, pending, STARTED_BODY, started } from '../../fakes/wire-answers.ts';
import { EnrollmentRun } from '../../support/enrollment-run.ts';

const waiting: StateOf<'awaiting-approval'> = {
  kind: 'awaiting-approval',
  apiBaseUrl: API_BASE_URL,
  userCode: STARTED_BODY.user_code,
  verificationUrl: STARTED_BODY.verification_url,
  verificationUrlComplete: STARTED_BODY.verification_url_complete,
  keyFingerprint: 'SHA256:key',
  lifetimeMs: 900_000,
  remainingMs: 121_000,
  polling: { kind: 'waiting' },
  changes: FAKE_CHANGES,
  earlierCode: null,
};
const soon = { ...waiting, remainingMs: 120_000 };
const denied = failed({ kind: 'denied' });
const finishing = { kind: 'finishing', lab: 'NMGRL', step: 'keyring', question: null } as const;

function failed(failure: StateOf<'failed'>['failure']): EnrollmentState {
  return { kind: 'failed', apiBaseUrl: API_BASE_URL, failure };
}

describe('noticeOf', () => {
  it.each<[string, EnrollmentState, EnrollmentState, string | null]>([
    ['an approval', waiting, finishing, 'Approved for NMGRL'],
    ['a denial', waiting, denied, 'Enrollment denied'],
    ['two minutes left', waiting, soon, 'The code expires in 2 minutes'],
    ['less than two minutes left', soon, { ...soon, remainingMs: 119_000 }, null],
    ['more than two minutes left', { ...waiting, remainingMs: 122_000 }, waiting, null],
    ['a resumed code with little left', { kind: 'idle' }, soon, null],
    ['a cancel', waiting, failed({ kind: 'cancelled', revocation: 'none' }), null],
    ['an expiry', waiting, failed({ kind: 'expired' }), null],
    ['a new code', waiting, { kind: 'requesting-code', apiBaseUrl: API_BASE_URL }, null],
    ['the next step', finishing, { ...finishing, step: 'keys' }, null],
  ])('says of %s: %s', (_, previous, state, title) => {
    expect(noticeOf(previous, state)?.title ?? null).toBe(title);
  });
});

describe('followNotices', () => {
  it('tells once that the code is about to expire, and names no code', async () => {
    const answers = Array.from({ length: 175 }, () => pending);
    const run = new EnrollmentRun([started, ...answers, json(403, {})]);
    const shown: Notice[] = [];
    followNotices(run.worker, { show: (notice) => shown.push(notice) });
    run.start();
    await run.until('failed');
    expect(shown.map(({ title }) => title)).toEqual([
      'The code expires in 2 minutes',
      'Enrollment denied',
    ]);
    expect(JSON.stringify(shown)).not.toContain(STARTED_BODY.user_code);
  });
});
