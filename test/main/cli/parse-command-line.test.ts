import { describe, expect, it } from 'vitest';
import { parseCommandLine } from '../../../src/main/cli/parse-command-line.ts';

const COMMON = { json: false, trialHome: null };
const FINGERPRINT = `SHA256:${'a'.repeat(43)}`;

function parse(line: string) {
  return parseCommandLine(line === '' ? [] : line.split(' '));
}

describe('parseCommandLine', () => {
  it('takes every option of enroll', () => {
    const line = `enroll --api-base-url https://api.example --accept-warnings --trust-host-key ${FINGERPRINT} --print-recovery-token --qr --json --trial-home /t`;
    expect(parse(line)).toEqual({
      ok: true,
      value: {
        kind: 'enroll',
        apiBaseUrl: 'https://api.example',
        acceptWarnings: true,
        trustHostKey: FINGERPRINT,
        printRecoveryToken: true,
        qr: true,
        json: true,
        trialHome: '/t',
      },
    });
  });

  it.each([
    ['status', { kind: 'status', ...COMMON }],
    ['test --lab NMGRL', { kind: 'test', ...COMMON, lab: 'NMGRL' }],
    ['test', { kind: 'test', ...COMMON, lab: null }],
    ['revoke --yes', { kind: 'revoke', ...COMMON, lab: null, yes: true, hereAlone: false }],
    ['enroll --help', { kind: 'help' }],
    ['--version', { kind: 'version' }],
  ])('understands %s', (line, value) => {
    expect(parse(line)).toEqual({ ok: true, value });
  });

  it.each([
    ['', 'Say what to do.'],
    ['enrol', 'There is no command “enrol”.'],
    ['toString', 'There is no command “toString”.'],
    ['status --yes', "Unknown option '--yes'."],
    ['enroll --api-base-url', "Option '--api-base-url <value>' argument missing."],
    ['status more', /Unexpected argument 'more'/],
    ['enroll --trust-host-key SHA256:short', /takes a whole fingerprint/],
    ['enroll --trust-host-key yes', /takes a whole fingerprint/],
  ])('says what is wrong with %j', (line, message) => {
    const parsed = parse(line);
    expect(parsed.ok).toBe(false);
    if (typeof message === 'string') expect(parsed).toEqual({ ok: false, failure: message });
    else expect(!parsed.ok && parsed.failure).toMatch(message);
  });
});
