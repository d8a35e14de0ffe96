import { describe, expect, it } from 'vitest';
import type { EnrollmentState } from '../../src/shared/enrollment.ts';
import { showWindow } from './show-window.tsx';
import { AWAITING_APPROVAL, ENROLLED, FINISHING, failed } from './states.ts';

const HOSTILE = `<img src=x onerror="hit()"><script>hit()</script>"'{{7*7}}javascript:hit()`;

const STATES: readonly EnrollmentState[] = [
  {
    ...AWAITING_APPROVAL,
    userCode: HOSTILE,
    verificationUrl: HOSTILE,
    verificationUrlComplete: HOSTILE,
    keyFingerprint: HOSTILE,
  },
  {
    ...FINISHING,
    lab: HOSTILE,
    question: { host: HOSTILE, knownFingerprint: HOSTILE, offeredFingerprint: HOSTILE },
  },
  {
    ...ENROLLED,
    lab: HOSTILE,
    sshHost: { alias: HOSTILE, host: HOSTILE, port: 1 },
    files: { ...ENROLLED.files, privateKey: HOSTILE },
  },
  failed({ kind: 'bad-response', request: 'start', field: HOSTILE, revocation: 'none' }),
  failed({ kind: 'file-error', step: 'keys', path: HOSTILE, code: '__proto__' }),
  failed({ kind: 'server-unreachable', host: HOSTILE, trouble: 'proxy' }),
];

describe('text from elsewhere', () => {
  it.each(STATES)('stays text in $kind', async (state) => {
    const { container } = await showWindow(state, {
      info: {
        version: HOSTILE,
        platform: HOSTILE,
        trialHome: HOSTILE,
        keyringService: HOSTILE,
        logFile: HOSTILE,
        hostname: HOSTILE,
        policy: { kind: 'none' },
      },
    });
    expect(container.textContent).toContain('<script>hit()</script>');
    expect(container.querySelectorAll('script, a, iframe, [onerror]')).toHaveLength(0);
    expect([...container.querySelectorAll('img')].map((image) => image.alt)).toEqual(['']);
    expect(container.querySelector('img[src="x"]')).toBeNull();
  });
});
