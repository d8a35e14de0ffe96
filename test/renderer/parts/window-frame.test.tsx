import { screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { showWindow } from '../show-window.tsx';

const INFO = {
  version: '1.2.3',
  platform: 'linux',
  trialHome: null,
  keyringService: 'pychron.cloud',
  logFile: '/home/tess/.config/Onbench/logs/onbench.log',
  hostname: 'lab-mac-01',
  policy: { kind: 'none' as const },
};

describe('WindowFrame', () => {
  it('names the product, its version and the workstation', async () => {
    await showWindow({ kind: 'idle' }, { info: INFO });
    expect(screen.getByRole('banner').textContent).toContain('Onbench');
    expect(screen.getByText('1.2.3')).toBeTruthy();
    expect(screen.getByText('lab-mac-01')).toBeTruthy();
  });

  it('says where the log is and shows it on demand', async () => {
    const { bridge, user } = await showWindow({ kind: 'idle' }, { info: INFO });
    expect(screen.getByText(INFO.logFile)).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Show log' }));
    expect(bridge.calls).toEqual([['app.showLogFile']]);
  });

  it('says that a trial is a trial, and where its home is', async () => {
    const { container } = await showWindow(
      { kind: 'idle' },
      { info: { ...INFO, trialHome: '/tmp/trial/home' } },
    );
    expect(container.textContent).toContain(
      'Trial: this run uses its own home folder /tmp/trial/home and leaves your files and keyring alone.',
    );
  });

  it('says nothing of trials otherwise', async () => {
    const { container } = await showWindow({ kind: 'idle' }, { info: INFO });
    expect(container.textContent).not.toContain('Trial');
  });
});
