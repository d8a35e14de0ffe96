import { describe, expect, it } from 'vitest';
import { policyPlace } from '../../../src/main/policy/policy-path.ts';

const machine = { programData: undefined, trialHome: null, uid: 1000 };

describe('policyPlace', () => {
  it.each([
    ['linux', undefined, '/etc/onbench/policy.json'],
    ['darwin', undefined, '/Library/Application Support/Onbench/policy.json'],
    ['win32', 'D:\\Data', 'D:\\Data\\Onbench\\policy.json'],
    ['win32', undefined, 'C:\\ProgramData\\Onbench\\policy.json'],
  ] as const)('is the administrator’s own folder on %s', (platform, programData, path) => {
    expect(policyPlace({ ...machine, platform, programData })).toEqual({ path, ownUid: null });
  });

  it('is the trial’s home in a trial, where the trial’s own account may have written it', () => {
    const place = policyPlace({ ...machine, platform: 'linux', trialHome: '/tmp/trial' });
    expect(place).toEqual({ path: '/tmp/trial/policy.json', ownUid: 1000 });
  });
});
