import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { PROOF_REASONS } from '../../../src/shared/copy/enrollment-copy.ts';
import { showWindow } from '../show-window.tsx';
import { API_BASE_URL, ENROLLED } from '../states.ts';

describe('EnrolledView', () => {
  it('names the lab, the way in and every file', async () => {
    await showWindow(ENROLLED);
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Enrolled as NMGRL');
    for (const text of [
      'pychron-NMGRL',
      'repo.nmgrl.example:2222',
      'In this machine’s keyring',
      ...Object.values(ENROLLED.files).filter((path) => path !== null),
    ]) {
      expect(screen.getByText(text)).toBeTruthy();
    }
    expect(screen.getByText('Key fingerprint').nextElementSibling?.textContent).toBe(
      ENROLLED.keyFingerprint,
    );
  });

  it('shows the lines of the ssh config to the letter', async () => {
    await showWindow(ENROLLED);
    const lines = screen.getByRole('region', { name: 'SSH config lines', hidden: true });
    expect(`${lines.textContent}\n`).toBe(ENROLLED.sshConfigBlock);
  });

  it('names an API address that is not used, and where the key of a database is', async () => {
    const databaseKey = '/home/tess/.pychron/keys/cloudsql_NMGRL.json';
    const { publish } = await showWindow(ENROLLED);
    expect(screen.queryByText(/another API address/)).toBeNull();
    await publish({
      ...ENROLLED,
      unusedApiBaseUrl: 'https://elsewhere.example',
      files: { ...ENROLLED.files, databaseKey },
    });
    expect(screen.getByText(/another API address/).textContent).toContain('elsewhere.example');
    expect(screen.getByText(databaseKey)).toBeTruthy();
  });

  it('gives the command to try', async () => {
    await showWindow(ENROLLED);
    expect(screen.getByText('git clone pychron-NMGRL:NMGRL/MetaData.git')).toBeTruthy();
  });

  it('names the config in a trial’s command, since ssh would look in the person’s own home', async () => {
    await showWindow(ENROLLED, {
      info: {
        version: '1',
        platform: 'linux',
        trialHome: '/t',
        keyringService: 's',
        logFile: '/t/log',
        hostname: 'h',
        policy: { kind: 'none' },
      },
    });
    expect(
      screen.getByText(
        `git -c core.sshCommand="ssh -F '/home/tess/.ssh/config'" clone pychron-NMGRL:NMGRL/MetaData.git`,
      ),
    ).toBeTruthy();
  });

  it('promises nothing that needs a git host when there is none', async () => {
    await showWindow({
      ...ENROLLED,
      sshHost: null,
      files: { ...ENROLLED.files, knownHosts: null, sshConfig: null },
      sshConfigBlock: null,
    });
    expect(screen.queryByText(/git clone/)).toBeNull();
    expect(screen.queryByText('SSH alias')).toBeNull();
    expect(screen.queryByText('Known hosts')).toBeNull();
  });

  it('says when the token was stored by hand', async () => {
    await showWindow({ ...ENROLLED, tokenKeptIn: 'by-hand' });
    expect(screen.getByText('Where you stored it')).toBeTruthy();
  });

  it('says when Python does not find the token, and under which number to look that up', async () => {
    await showWindow({ ...ENROLLED, tokenKeptIn: 'keyring-unshared' });
    expect(screen.getByText(/Python does not find it there \(T-24\)/)).toBeTruthy();
  });

  it('gives each proof its outcome and its reason in words', async () => {
    await showWindow({
      ...ENROLLED,
      proofs: [
        { check: 'token', outcome: 'passed', reason: null },
        { check: 'ssh-config', outcome: 'failed', reason: 'overridden', options: ['User', 'Port'] },
        { check: 'ssh-login', outcome: 'skipped', reason: 'no-ssh-client' },
      ],
    });
    const [token, config, login] = within(screen.getByRole('list', { name: 'Checks' }))
      .getAllByRole('listitem')
      .map((proof) => proof.textContent);
    expect(token).toContain('Passed');
    expect(config).toContain('Failed');
    expect(config).toContain(PROOF_REASONS.overridden);
    expect(config).toContain('User, Port');
    expect(login).toContain('Skipped');
    expect(login).toContain(PROOF_REASONS['no-ssh-client']);
  });

  it.each([
    ['Done', ['enrollment.dismiss']],
    ['Enroll again', ['enrollment.start', API_BASE_URL]],
  ])('asks main for exactly one thing on %s', async (name, call) => {
    const { bridge, user } = await showWindow(ENROLLED);
    await user.click(screen.getByRole('button', { name }));
    expect(bridge.calls).toEqual([call]);
  });
});
