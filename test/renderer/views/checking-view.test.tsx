import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { StateOf } from '../../../src/shared/enrollment.ts';
import type { CheckProgress, PreFlightCheck } from '../../../src/shared/pre-flight.ts';
import { showWindow } from '../show-window.tsx';
import { API_BASE_URL } from '../states.ts';

const HOST = 'api.nmgrl.example';
const server: PreFlightCheck = { name: 'server', subject: HOST, progress: { kind: 'passed' } };
const WARNING: CheckProgress = {
  kind: 'warning',
  problem: { kind: 'keyring-unavailable', backend: 'Secret Service' },
};
const FAILURE: CheckProgress = {
  kind: 'failed',
  problem: { kind: 'not-writable', path: '/home/tess/.ssh', code: 'EROFS' },
};

function checking(...rest: CheckProgress[]): StateOf<'checking'> {
  const names = ['keyring', 'ssh-folder'] as const;
  const subjects = ['Secret Service', '/home/tess/.ssh'];
  const checks = rest.map((progress, index) => ({
    name: names[index] ?? ('git-host' as const),
    subject: subjects[index] ?? null,
    progress,
  }));
  return { kind: 'checking', apiBaseUrl: API_BASE_URL, checks: [server, ...checks] };
}

function buttons(): (string | null)[] {
  const main = within(screen.getByRole('main'));
  return main.getAllByRole('button').map((button) => button.textContent);
}

describe('CheckingView', () => {
  it('lists each check with what it looks at and how it fares', async () => {
    await showWindow(
      checking(
        { kind: 'running' },
        { kind: 'waiting' },
        { kind: 'skipped', reason: 'no-git-host-yet' },
      ),
    );
    const list = screen.getByRole('list', { name: 'Checks' });
    expect(
      within(list)
        .getAllByRole('listitem')
        .map((item) => item.textContent),
    ).toEqual([
      `Enrollment server${HOST}Passed`,
      'KeyringSecret ServiceChecking',
      'SSH folder/home/tess/.sshWaiting',
      'Git hostknown after the first enrollmentNot checked',
    ]);
  });

  it.each<[string, CheckProgress[], string, string[]]>([
    ['runs', [{ kind: 'running' }, FAILURE], 'Checking this workstation', ['Cancel']],
    [
      'warns',
      [WARNING],
      'Please read this before you go on',
      ['Check again', 'Continue anyway', 'Cancel'],
    ],
    [
      'found a failure',
      [WARNING, FAILURE],
      'Something has to be put right first',
      ['Check again', 'Cancel'],
    ],
  ])('offers what is possible while it %s', async (_, progress, heading, offered) => {
    await showWindow(checking(...progress));
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe(heading);
    expect(buttons()).toEqual(offered);
  });

  it('says of a problem what it is, what to do, and its number', async () => {
    await showWindow(checking(WARNING, FAILURE));
    const [, keyring, folder] = screen.getAllByRole('listitem');
    expect(keyring?.textContent).toContain('T-14 keyringWarning');
    expect(keyring?.textContent).toContain('you keep it in a safe place by hand');
    expect(folder?.textContent).toContain('T-17 filesFailed');
    expect(folder?.textContent).toContain('The disk can only be read. (EROFS)');
  });

  it.each([
    ['Check again', 'enrollment.checkAgain'],
    ['Continue anyway', 'enrollment.continueDespiteWarnings'],
    ['Cancel', 'enrollment.cancel'],
  ])('does as told on %s', async (name, call) => {
    const { bridge, user } = await showWindow(checking(WARNING));
    await user.click(screen.getByRole('button', { name }));
    expect(bridge.calls).toEqual([[call]]);
  });

  it('takes the focus to the news when the verdict is there', async () => {
    const window = await showWindow(checking({ kind: 'running' }));
    screen.getByRole('button', { name: 'Cancel' }).focus();
    await window.publish(checking({ kind: 'passed' }, { kind: 'running' }));
    expect(document.activeElement?.textContent).toBe('Cancel');
    await window.publish(checking(WARNING));
    expect(document.activeElement).toBe(screen.getByRole('heading', { level: 1 }));
  });
});
