import { describe, expect, it } from 'vitest';
import {
  type CheckProgress,
  type PreFlightVerdict,
  preFlightVerdict,
  progressOf,
} from '../../src/shared/pre-flight.ts';

const problem = { kind: 'offline', host: 'api.example' } as const;
const progress: Record<CheckProgress['kind'], CheckProgress> = {
  waiting: { kind: 'waiting' },
  running: { kind: 'running' },
  passed: { kind: 'passed' },
  skipped: { kind: 'skipped', reason: 'no-git-host-yet' },
  warning: { kind: 'warning', problem },
  failed: { kind: 'failed', problem },
};

describe('preFlightVerdict', () => {
  it.each<[CheckProgress['kind'][], PreFlightVerdict]>([
    [['passed', 'skipped'], 'passed'],
    [['passed', 'warning'], 'warnings'],
    [['warning', 'failed', 'passed'], 'failures'],
    [['failed', 'running'], 'running'],
    [['waiting', 'passed'], 'running'],
    [[], 'running'],
  ])('of %j is %s', (kinds, verdict) => {
    const checks = kinds.map((kind) => ({
      name: 'server' as const,
      subject: null,
      progress: progress[kind],
    }));
    expect(preFlightVerdict(checks)).toBe(verdict);
  });
});

describe('progressOf', () => {
  it('weighs a problem by the table', () => {
    const backend = 'Secret Service';
    expect(progressOf({ kind: 'keyring-unavailable', backend }).kind).toBe('warning');
    expect(progressOf(problem)).toEqual({ kind: 'failed', problem });
  });
});
