import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { SERVER_SIDES } from '../../../src/shared/copy/registration-copy.ts';
import type {
  RegistrationFailure,
  RegistrationOperation,
  RegistrationOutcome,
} from '../../../src/shared/registrations.ts';
import { failed } from '../../../src/shared/result.ts';
import { showWindow } from '../show-window.tsx';
import { NMGRL, REMOVAL_PLAN, REPOSITORIES, registrationsOf } from './labs.ts';

const IDLE = { kind: 'idle' } as const;

function showRunning(running: RegistrationOperation) {
  return showWindow(IDLE, { registrations: registrationsOf([NMGRL], { running }) });
}

function showOutcome(outcome: RegistrationOutcome, labs = [NMGRL]) {
  return showWindow(IDLE, { registrations: registrationsOf(labs, { outcome }) });
}

describe('a running operation', () => {
  it('is named, and nothing else can be begun', async () => {
    await showRunning({ kind: 're-onboard', lab: 'NMGRL' });
    expect(screen.getByRole('status').textContent).toContain('Registering a new key for NMGRL');
    for (const name of ['Test connection', 'New key', 'Revoke this workstation…']) {
      expect(screen.getByRole<HTMLButtonElement>('button', { name }).disabled).toBe(true);
    }
  });

  it('shows how far a clone is and stops it', async () => {
    const { bridge, user } = await showRunning({
      kind: 'clone',
      lab: 'NMGRL',
      repository: 'NMGRL/MetaData',
      path: '/home/tess/Pychron/MetaData',
      progress: { phase: 'receiving', percent: 42 },
    });
    expect(screen.getByRole('progressbar').getAttribute('value')).toBe('42');
    await user.click(screen.getByRole('button', { name: 'Stop' }));
    expect(bridge.calls).toEqual([['registrations.cancel']]);
  });
});

describe('an outcome', () => {
  it('lists each proof of a test', async () => {
    const { bridge, user } = await showOutcome({
      kind: 'tested',
      lab: 'NMGRL',
      proofs: [
        { check: 'token', outcome: 'passed', reason: null },
        { check: 'ssh-login', outcome: 'failed', reason: 'key-refused' },
      ],
    });
    const news = within(screen.getByRole('status'));
    expect(news.getByRole('heading', { name: 'The connection does not work' })).toBeTruthy();
    expect(news.getByText(/refused the key/)).toBeTruthy();
    await user.click(news.getByRole('button', { name: 'Close' }));
    expect(bridge.calls).toEqual([['registrations.dismiss']]);
  });

  it('says what remains on the server, also when no lab is left', async () => {
    await showOutcome(
      { kind: 'removed', lab: 'NMGRL', server: 'left-on-server', clonesKept: ['/home/tess/x'] },
      [],
    );
    expect(screen.getByText(SERVER_SIDES['left-on-server'])).toBeTruthy();
    expect(screen.getByText(/\/home\/tess\/x/)).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Start device-code enrollment' })).toBeTruthy();
  });

  it.each<RegistrationFailure>([
    { kind: 'server-unreachable', trouble: 'offline' },
    { kind: 'server-error', status: 503 },
    { kind: 'bad-response', field: 'ssh_host_alias.port' },
    { kind: 'not-revoked' },
    { kind: 'server-unknown' },
    { kind: 'token-missing' },
    { kind: 'token-refused' },
    { kind: 'scope-missing', scope: 'workstations:register_ssh_key' },
    { kind: 'key-refused' },
    { kind: 'keyring', reason: 'timed-out' },
    { kind: 'file-error', path: '/home/tess/.ssh/config', code: 'EROFS' },
    {
      kind: 'ssh-config-conflict',
      path: '/home/tess/.ssh/config',
      problem: 'damaged-markers',
      line: 3,
    },
    { kind: 'host-key-differs', host: 'repo.nmgrl.example' },
    { kind: 'no-ssh-access' },
    { kind: 'folder-exists', path: '/home/tess/Pychron/MetaData' },
    { kind: 'git-not-installed' },
    { kind: 'git-failed', reason: 'repository-not-found' },
    { kind: 'cancelled' },
  ])('has words for $kind: what happened and what to do', async (failure) => {
    await showOutcome({ kind: 'failed', operation: 'clone', lab: 'NMGRL', failure });
    const news = within(screen.getByRole('status'));
    expect(news.getByRole('heading', { name: 'The repository was not cloned' })).toBeTruthy();
    const paragraphs = news.getAllByText(/\.$/);
    expect(paragraphs.length).toBeGreaterThanOrEqual(2);
  });
});

describe('revoking', () => {
  it('lists what goes, keeps clones unless told, and asks main once', async () => {
    const { bridge, user } = await showWindow(IDLE, {
      registrations: registrationsOf([NMGRL]),
      removalPlan: REMOVAL_PLAN,
    });
    await user.click(screen.getByRole('button', { name: 'Revoke this workstation…' }));
    const dialog = within(screen.getByRole('dialog'));
    expect(dialog.getAllByRole('listitem')).toHaveLength(REMOVAL_PLAN.items.length);
    expect(dialog.getByRole<HTMLInputElement>('checkbox').checked).toBe(false);
    await user.click(dialog.getByRole('button', { name: 'Revoke and delete' }));
    expect(bridge.calls).toEqual([
      ['registrations.planRemoval', 'NMGRL'],
      ['registrations.revoke', 'NMGRL', false],
    ]);
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('changes nothing when everything is to be kept', async () => {
    const { bridge, user } = await showWindow(IDLE, { registrations: registrationsOf([NMGRL]) });
    await user.click(screen.getByRole('button', { name: 'Revoke this workstation…' }));
    await user.click(screen.getByRole('button', { name: 'Keep everything' }));
    expect(bridge.calls).toEqual([['registrations.planRemoval', 'NMGRL']]);
  });

  it('offers the removal from this machine alone when the server could not be told', async () => {
    const { bridge, user } = await showWindow(IDLE, {
      registrations: registrationsOf([NMGRL], {
        outcome: {
          kind: 'failed',
          operation: 'revoke',
          lab: 'NMGRL',
          failure: { kind: 'not-revoked' },
        },
      }),
      removalPlan: REMOVAL_PLAN,
    });
    await user.click(screen.getByRole('button', { name: 'Remove from this machine only…' }));
    await user.click(screen.getByRole('checkbox'));
    await user.click(screen.getByRole('button', { name: 'Delete here only' }));
    expect(bridge.calls.at(-1)).toEqual(['registrations.removeLocally', 'NMGRL', true]);
  });
});

describe('repositories', () => {
  it('are asked for on request, and one is cloned', async () => {
    const { bridge, user } = await showWindow(IDLE, {
      registrations: registrationsOf([NMGRL]),
      repositories: REPOSITORIES,
    });
    await user.click(screen.getByRole('button', { name: 'Show the lab’s repositories' }));
    const list = within(screen.getByRole('list', { name: 'The lab’s repositories' }));
    expect(list.queryByRole('button', { name: 'Clone NMGRL/MetaData' })).toBeNull();
    await user.click(list.getByRole('button', { name: 'Clone NMGRL/Irradiations-2026' }));
    expect(bridge.calls).toEqual([
      ['registrations.listRepositories', 'NMGRL'],
      ['registrations.clone', 'NMGRL', 'NMGRL/Irradiations-2026'],
    ]);
  });

  it('says so when there are none', async () => {
    const { user } = await showWindow(IDLE, { registrations: registrationsOf([NMGRL]) });
    await user.click(screen.getByRole('button', { name: 'Show the lab’s repositories' }));
    expect(screen.getByText(/no repositories for its workstations yet/)).toBeTruthy();
  });

  it('says why they could not be listed', async () => {
    const { bridge, user } = await showWindow(IDLE, { registrations: registrationsOf([NMGRL]) });
    const listRepositories = async () => failed({ kind: 'token-refused' });
    Object.assign(bridge.registrations, { listRepositories });
    await user.click(screen.getByRole('button', { name: 'Show the lab’s repositories' }));
    expect(screen.getByRole('alert').textContent).toContain('does not accept the token');
  });
});
