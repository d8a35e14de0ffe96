import { describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS } from '../../../server/src/config/limits-config.ts';
import { readConfig } from '../../../server/src/config.ts';

const DATA = { ONBENCH_DATA_DIR: '/data' };

function limitsOf(env: Record<string, string>) {
  const outcome = readConfig({ ...DATA, ...env });
  if (outcome.kind === 'invalid') throw new Error(outcome.problems.join('\n'));
  return outcome.config.limits;
}

describe('the limits', () => {
  it('believe no proxy, share nothing, and hold 100 codes when nothing is set', () => {
    expect(limitsOf({})).toEqual(DEFAULT_LIMITS);
    expect(DEFAULT_LIMITS).toMatchObject({ trustedProxies: [], redisUrl: null, maxPending: 100 });
  });

  it('take a million waiting codes', () => {
    const limits = limitsOf({
      ONBENCH_MAX_PENDING: '1000000',
      ONBENCH_MAX_PENDING_PER_ADDRESS: '1000000',
      ONBENCH_STARTS_PER_MINUTE: '1000000',
      ONBENCH_POLLS_PER_MINUTE: '12000000',
    });
    expect(limits).toMatchObject({ maxPending: 1_000_000, maxPendingPerNetwork: 1_000_000 });
  });

  it('take addresses and ranges of proxies', () => {
    const env = { ONBENCH_TRUSTED_PROXIES: '127.0.0.1, 10.0.0.0/8,fd00::/8,::1' };
    expect(limitsOf(env).trustedProxies).toEqual(['127.0.0.1', '10.0.0.0/8', 'fd00::/8', '::1']);
  });

  it.each([
    'true',
    '*',
    '10.0.0.0/33',
    '0.0.0.0/0',
    '::/0',
    '10.0.0.0/',
    '10.0.0.0/8/8',
    'proxy',
    ',',
  ])('refuse %j as proxies', (ONBENCH_TRUSTED_PROXIES) => {
    expect(readConfig({ ...DATA, ONBENCH_TRUSTED_PROXIES })).toEqual({
      kind: 'invalid',
      problems: [
        'ONBENCH_TRUSTED_PROXIES must be addresses or CIDR ranges, such as 127.0.0.1, 10.0.0.0/8, fd00::/8',
      ],
    });
  });

  it.each([
    ['ONBENCH_MAX_PENDING', '0', 'must be a whole number from 1 on'],
    ['ONBENCH_STARTS_PER_MINUTE', '-1', 'must be a whole number from 1 on'],
    [
      'ONBENCH_REDIS_URL',
      'http://cache',
      'must be a URL of the form redis://user:password@host:6379',
    ],
  ])('refuse %s=%s', (name, value, words) => {
    expect(readConfig({ ...DATA, [name]: value })).toEqual({
      kind: 'invalid',
      problems: [`${name} ${words}`],
    });
  });
});
