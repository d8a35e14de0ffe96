import { describe, expect, it } from 'vitest';
import { type EnrollmentEvent, transition } from '../../../src/main/enrollment/transition.ts';
import type { EnrollmentState, HostKeyQuestion } from '../../../src/shared/enrollment.ts';
import type { PreFlightCheck } from '../../../src/shared/pre-flight.ts';
import { FAKE_CHANGES, FAKE_FILES } from '../../fakes/fake-workstation.ts';

const apiBaseUrl = 'https://api.example';
const lab = 'NMGRL';
const code = {
  userCode: 'BCDF-GHJK',
  verificationUrl: 'https://api.example/device',
  verificationUrlComplete: 'https://api.example/device?user_code=BCDF-GHJK',
  keyFingerprint: 'SHA256:key',
  lifetimeMs: 900_000,
  changes: FAKE_CHANGES,
  earlierCode: null,
};
const question: HostKeyQuestion = {
  host: 'repo.example',
  knownFingerprint: 'SHA256:known',
  offeredFingerprint: 'SHA256:offered',
};
const enrollment = {
  lab,
  apiBaseUrl,
  sshHost: null,
  keyFingerprint: 'SHA256:key',
  files: FAKE_FILES,
  sshConfigBlock: null,
  unusedApiBaseUrl: null,
  tokenKeptIn: 'keyring',
  proofs: [],
} as const;

const running: PreFlightCheck = {
  name: 'keyring',
  subject: 'Secret Service',
  progress: { kind: 'running' },
};
const passed: PreFlightCheck = { ...running, progress: { kind: 'passed' } };
const warned: PreFlightCheck = {
  name: 'clock',
  subject: null,
  progress: { kind: 'warning', problem: { kind: 'clock-off', offByMs: 200_000 } },
};
const failed: PreFlightCheck = {
  name: 'keyring',
  subject: null,
  progress: { kind: 'failed', problem: { kind: 'offline', host: 'api.example' } },
};

const states = {
  idle: { kind: 'idle' },
  starting: { kind: 'checking', apiBaseUrl, checks: [] },
  checking: { kind: 'checking', apiBaseUrl, checks: [running] },
  passed: { kind: 'checking', apiBaseUrl, checks: [passed] },
  warned: { kind: 'checking', apiBaseUrl, checks: [warned, passed] },
  blocked: { kind: 'checking', apiBaseUrl, checks: [warned, failed] },
  requesting: { kind: 'requesting-code', apiBaseUrl },
  awaiting: {
    kind: 'awaiting-approval',
    apiBaseUrl,
    ...code,
    remainingMs: 900_000,
    polling: { kind: 'waiting' },
  },
  finishing: { kind: 'finishing', lab, step: 'keyring', question: null },
  proving: { kind: 'finishing', lab, step: 'proof', question: null },
  asking: { kind: 'finishing', lab, step: 'known-hosts', question },
  recovery: { kind: 'recovery', lab, reason: 'unavailable', retrying: false },
  retrying: { kind: 'recovery', lab, reason: 'unavailable', retrying: true },
  enrolled: { kind: 'enrolled', ...enrollment },
  denied: { kind: 'failed', apiBaseUrl, failure: { kind: 'denied' } },
  cancelled: {
    kind: 'failed',
    apiBaseUrl,
    failure: { kind: 'cancelled', revocation: 'could-not-revoke' },
  },
  notProved: { kind: 'failed', apiBaseUrl, failure: { kind: 'not-proved', lab, proofs: [] } },
} as const satisfies Record<string, EnrollmentState>;

type StateName = keyof typeof states;

/** For each event the states in which it has a place, and what they become. */
const table: readonly {
  event: EnrollmentEvent;
  moves: Partial<Record<StateName, EnrollmentState>>;
}[] = [
  {
    event: { kind: 'started', apiBaseUrl },
    moves: {
      idle: states.starting,
      enrolled: states.starting,
      denied: states.starting,
      cancelled: states.starting,
      notProved: states.starting,
    },
  },
  {
    event: { kind: 'pre-flight-begun', checks: [running] },
    moves: {
      starting: states.checking,
      checking: states.checking,
      passed: states.checking,
      warned: states.checking,
      blocked: states.checking,
    },
  },
  {
    event: { kind: 'check-finished', check: passed },
    moves: {
      starting: states.starting,
      checking: states.passed,
      passed: states.passed,
      warned: states.warned,
      blocked: states.warned,
    },
  },
  {
    event: { kind: 'pre-flight-passed' },
    moves: { passed: states.requesting, warned: states.requesting },
  },
  { event: { kind: 'code-received', code }, moves: { requesting: states.awaiting } },
  { event: { kind: 'code-given-up' }, moves: { awaiting: states.requesting } },
  {
    event: { kind: 'wait-resumed', apiBaseUrl, code, remainingMs: 7 },
    moves: atRest({ ...states.awaiting, remainingMs: 7 }),
  },
  { event: { kind: 'finishing-resumed', lab }, moves: atRest(states.finishing) },
  {
    event: { kind: 'time-passed', remainingMs: 7 },
    moves: { awaiting: { ...states.awaiting, remainingMs: 7 } },
  },
  {
    event: { kind: 'polled', polling: { kind: 'slowed-down', intervalMs: 10_000 } },
    moves: {
      awaiting: { ...states.awaiting, polling: { kind: 'slowed-down', intervalMs: 10_000 } },
    },
  },
  { event: { kind: 'approved', lab }, moves: { awaiting: states.finishing } },
  {
    event: { kind: 'keyring-refused', reason: 'timed-out' },
    moves: {
      finishing: { ...states.recovery, reason: 'timed-out' },
      retrying: { ...states.recovery, reason: 'timed-out' },
    },
  },
  {
    event: { kind: 'keyring-retried' },
    moves: { recovery: states.retrying },
  },
  {
    event: { kind: 'step-begun', step: 'registration' },
    moves: {
      finishing: { ...states.finishing, step: 'registration' },
      proving: { ...states.finishing, step: 'registration' },
      recovery: { ...states.finishing, step: 'registration' },
      retrying: { ...states.finishing, step: 'registration' },
    },
  },
  {
    event: { kind: 'host-key-asked', question },
    moves: {
      finishing: { ...states.finishing, question },
      proving: { ...states.proving, question },
    },
  },
  { event: { kind: 'host-key-answered' }, moves: { asking: { ...states.asking, question: null } } },
  {
    event: { kind: 'tried-again', lab, step: 'proof' },
    moves: { notProved: { ...states.finishing, step: 'proof' } },
  },
  {
    event: { kind: 'enrolled', enrollment },
    moves: { proving: states.enrolled },
  },
  {
    event: { kind: 'failed', apiBaseUrl, failure: { kind: 'denied' } },
    moves: {
      starting: states.denied,
      checking: states.denied,
      passed: states.denied,
      warned: states.denied,
      blocked: states.denied,
      requesting: states.denied,
      awaiting: states.denied,
      finishing: states.denied,
      proving: states.denied,
    },
  },
  {
    event: { kind: 'revoked-late', revocation: 'revoked' },
    moves: {
      cancelled: { ...states.cancelled, failure: { kind: 'cancelled', revocation: 'revoked' } },
    },
  },
  {
    event: { kind: 'dismissed' },
    moves: {
      enrolled: states.idle,
      denied: states.idle,
      cancelled: states.idle,
      notProved: states.idle,
    },
  },
];

/** From where an earlier process may be taken up. */
function atRest(next: EnrollmentState): Partial<Record<StateName, EnrollmentState>> {
  return { idle: next, enrolled: next, denied: next, cancelled: next, notProved: next };
}

const cases = table.flatMap(({ event, moves }) =>
  (Object.keys(states) as StateName[]).map((name) => ({ event, name, next: moves[name] })),
);

describe('transition', () => {
  it.each(cases.filter(({ next }) => next))(
    '$name moves by $event.kind',
    ({ event, name, next }) => {
      expect(transition(states[name], event)).toEqual(next);
    },
  );

  it.each(cases.filter(({ next }) => !next))('$name ignores $event.kind', ({ event, name }) => {
    expect(transition(states[name], event)).toBe(states[name]);
  });
});
