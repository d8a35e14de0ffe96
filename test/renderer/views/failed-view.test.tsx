import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { NETWORK_TROUBLES, REVOCATIONS } from '../../../src/shared/copy/enrollment-copy.ts';
import type {
  EnrollmentFailure,
  NetworkTrouble,
  ProofResult,
  Revocation,
} from '../../../src/shared/enrollment.ts';
import { showWindow } from '../show-window.tsx';
import { API_BASE_URL, failed } from '../states.ts';

const PROOFS: readonly ProofResult[] = [
  { check: 'token', outcome: 'passed', reason: null },
  { check: 'ssh-login', outcome: 'failed', reason: 'key-refused' },
];

const INTERRUPTIONS = [
  ['token', false, 'revokes a token that never arrived'],
  ['private-key', false, 'The token is in the keyring.'],
  ['private-key', true, 'The token that you stored stays valid'],
  ['keyring', false, 'No new approval is needed.'],
] as const;

/** Each kind with its heading and the facts that must be on the screen. */
const FAILURES: readonly (readonly [EnrollmentFailure, string, readonly string[]])[] = [
  [
    { kind: 'server-unreachable', host: 'api.example.org', trouble: 'timed-out' },
    'No connection to the server',
    ['api.example.org', NETWORK_TROUBLES['timed-out'].what, NETWORK_TROUBLES['timed-out'].next],
  ],
  [
    { kind: 'not-device-capable', host: 'api.example.org', status: 404 },
    'This server does not enroll workstations',
    ['api.example.org', '404'],
  ],
  [{ kind: 'rate-limited', retryAfterSeconds: null }, 'Too many requests', ['a few minutes']],
  [{ kind: 'rate-limited', retryAfterSeconds: 30 }, 'Too many requests', ['30 seconds']],
  [{ kind: 'rate-limited', retryAfterSeconds: 301 }, 'Too many requests', ['6 minutes']],
  [{ kind: 'key-rejected' }, 'The server refused this workstation’s key', ['a new key']],
  [
    { kind: 'server-error', status: 503, during: 'request' },
    'The server had a problem',
    ['503', 'could not give out a code'],
  ],
  [
    { kind: 'server-error', status: 502, during: 'mint' },
    'The server had a problem',
    ['502', 'The code is spent'],
  ],
  [
    { kind: 'bad-response', request: 'poll', field: 'ssh_host_alias.port', revocation: 'revoked' },
    'The server’s answer cannot be used',
    ['ssh_host_alias.port', REVOCATIONS.revoked],
  ],
  [{ kind: 'denied' }, 'The administrator denied the request', ['Ask your administrator']],
  [{ kind: 'expired' }, 'The code has expired', ['Try again for a new code']],
  [{ kind: 'cancelled', revocation: 'none' }, 'Enrollment cancelled', [REVOCATIONS.none]],
  [
    { kind: 'file-error', step: 'ssh-config', path: '/home/tess/.ssh/config', code: 'ENOSPC' },
    'A file could not be written',
    ['/home/tess/.ssh/config', 'ENOSPC', 'The disk is full.', 'Free some space.'],
  ],
  [
    { kind: 'file-error', step: 'new-key', path: '/x', code: 'EWEIRD' },
    'A file could not be written',
    ['EWEIRD', 'Make a new SSH key', 'the log says more'],
  ],
  ...(['damaged-markers', 'alias-defined-elsewhere', 'not-a-file'] as const).map(
    (problem) =>
      [
        { kind: 'ssh-config-conflict', path: '/home/tess/.ssh/config', problem, line: 17 },
        'Your SSH config needs a correction',
        ['/home/tess/.ssh/config', '17', 'Then try again'],
      ] as const,
  ),
  [
    { kind: 'host-key-refused', host: '[repo.example]:2222', revocation: 'could-not-revoke' },
    'The git host’s new key was not trusted',
    ['[repo.example]:2222', REVOCATIONS['could-not-revoke']],
  ],
  [
    { kind: 'not-proved', lab: 'NMGRL', proofs: PROOFS },
    'Set up for NMGRL, but not yet working',
    ['Failed', 'The git host refused the key'],
  ],
  ...INTERRUPTIONS.map(
    ([missing, tokenByHand, fact]) =>
      [
        { kind: 'interrupted', lab: 'NMGRL', missing, tokenByHand },
        'The enrollment for NMGRL was interrupted',
        [fact],
      ] as const,
  ),
];

describe('FailedView', () => {
  it.each(FAILURES)(
    'says of %j what happened and what to do next',
    async (failure, heading, facts) => {
      const { container } = await showWindow(failed(failure));
      expect(screen.getByRole('heading', { level: 1 }).textContent).toBe(heading);
      expect(screen.getByRole('alert').textContent).not.toBe('');
      const next = screen.getByRole('heading', { name: 'What to do next' }).nextElementSibling;
      expect(next?.textContent).toMatch(/\S+ .*\.$/);
      for (const fact of facts) expect(container.textContent).toContain(fact);
    },
  );

  it.each(Object.keys(NETWORK_TROUBLES) as NetworkTrouble[])(
    'has words for %s',
    async (trouble) => {
      await showWindow(failed({ kind: 'server-unreachable', host: 'h', trouble }));
      expect(screen.getByText(NETWORK_TROUBLES[trouble].what)).toBeTruthy();
      expect(screen.getByText(NETWORK_TROUBLES[trouble].next)).toBeTruthy();
    },
  );

  it.each(Object.keys(REVOCATIONS) as Revocation[])(
    'says what became of the token after a cancel: %s',
    async (revocation) => {
      await showWindow(failed({ kind: 'cancelled', revocation }));
      expect(within(screen.getByRole('alert')).getByText(REVOCATIONS[revocation])).toBeTruthy();
    },
  );

  it.each([
    ['Try again', ['enrollment.start', API_BASE_URL]],
    ['Back', ['enrollment.dismiss']],
  ])('asks main for exactly one thing on %s', async (name, call) => {
    const { bridge, user } = await showWindow(failed({ kind: 'expired' }));
    expect(screen.queryByRole('button', { name: 'Check again' })).toBeNull();
    await user.click(screen.getByRole('button', { name }));
    expect(bridge.calls).toEqual([call]);
  });

  it('offers to go on where only the keyring stands in the way', async () => {
    const failure = { kind: 'interrupted', lab: 'NMGRL', tokenByHand: false } as const;
    const { bridge, user, publish } = await showWindow(failed({ ...failure, missing: 'keyring' }));
    await user.click(screen.getByRole('button', { name: 'Continue' }));
    expect(bridge.calls).toEqual([['enrollment.checkAgain']]);
    await publish(failed({ ...failure, missing: 'token' }));
    expect(screen.queryByRole('button', { name: 'Continue' })).toBeNull();
  });

  it.each<EnrollmentFailure>([
    { kind: 'file-error', step: 'ssh-config', path: '/home/tess/.ssh/config', code: 'ENOSPC' },
    { kind: 'ssh-config-conflict', path: '/c', problem: 'damaged-markers', line: 17 },
  ])('offers to try again with the same approval after $kind', async (failure) => {
    const { bridge, user } = await showWindow(failed(failure));
    expect(screen.getByRole('alert').textContent).toContain('The approval is not lost');
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    await user.click(screen.getByRole('button', { name: 'Start over' }));
    expect(bridge.calls).toEqual([['enrollment.checkAgain'], ['enrollment.start', API_BASE_URL]]);
  });

  it('promises nothing where no approval has come yet', async () => {
    await showWindow(failed({ kind: 'file-error', step: 'new-key', path: '/x', code: 'EIO' }));
    expect(screen.getByRole('alert').textContent).not.toContain('approval');
    expect(screen.queryByRole('button', { name: 'Start over' })).toBeNull();
  });

  it('offers to check again when everything is in place but not proved', async () => {
    const { bridge, user } = await showWindow(
      failed({ kind: 'not-proved', lab: 'NMGRL', proofs: PROOFS }),
    );
    await user.click(screen.getByRole('button', { name: 'Check again' }));
    expect(bridge.calls).toEqual([['enrollment.checkAgain']]);
  });
});
