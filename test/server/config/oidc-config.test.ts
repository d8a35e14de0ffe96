import { describe, expect, it } from 'vitest';
import { readConfig } from '../../../server/src/config.ts';

const DATA = { ONBENCH_DATA_DIR: '/data' };
const OIDC = {
  ONBENCH_OIDC_ISSUER: 'https://login.example.org/realms/lab',
  ONBENCH_OIDC_CLIENT_ID: 'onbench',
  ONBENCH_OIDC_CLIENT_SECRET_FILE: '/run/secrets/oidc',
};

function signInOf(env: Record<string, string>) {
  const outcome = readConfig({ ...DATA, ...env });
  if (outcome.kind === 'invalid') throw new Error(outcome.problems.join('\n'));
  return outcome.config.signIn;
}

function problemsOf(env: Record<string, string>) {
  const outcome = readConfig({ ...DATA, ...env });
  return outcome.kind === 'invalid' ? outcome.problems : [];
}

describe('signing in', () => {
  it('is by password alone when nothing is set', () => {
    expect(signInOf({})).toEqual({ passwords: true, oidc: null });
  });

  it('is by password and with the organisation, or with the organisation alone', () => {
    const oidc = {
      issuer: new URL('https://login.example.org/realms/lab'),
      clientId: 'onbench',
      clientSecretFile: '/run/secrets/oidc',
    };
    expect(signInOf(OIDC)).toEqual({ passwords: true, oidc });
    expect(signInOf({ ...OIDC, ONBENCH_PASSWORDS: 'off' })).toEqual({ passwords: false, oidc });
  });

  it('takes a provider on loopback without TLS', () => {
    const env = { ...OIDC, ONBENCH_OIDC_ISSUER: 'http://localhost:3000' };
    expect(signInOf(env).oidc?.issuer.href).toBe('http://localhost:3000/');
  });

  it.each(['http://login.example.org', 'login.example.org', 'https://login.example.org/?a=b'])(
    'refuses %s as an issuer',
    (ONBENCH_OIDC_ISSUER) => {
      expect(problemsOf({ ...OIDC, ONBENCH_OIDC_ISSUER })).toEqual([
        'ONBENCH_OIDC_ISSUER must be an https URL without query, such as https://login.example.org',
      ]);
    },
  );

  it('says what half a configuration lacks', () => {
    const { ONBENCH_OIDC_CLIENT_ID: _id, ...half } = OIDC;
    expect(problemsOf(half)).toEqual([
      'ONBENCH_OIDC_CLIENT_ID is required beside ONBENCH_OIDC_ISSUER and ONBENCH_OIDC_CLIENT_SECRET_FILE',
    ]);
  });

  it('locks nobody out', () => {
    expect(problemsOf({ ONBENCH_PASSWORDS: 'off' })).toEqual([
      'ONBENCH_PASSWORDS can be off only where ONBENCH_OIDC_ISSUER is set',
    ]);
    expect(problemsOf({ ...OIDC, ONBENCH_PASSWORDS: 'no' })).toEqual([
      'ONBENCH_PASSWORDS must be on or off',
    ]);
  });
});
