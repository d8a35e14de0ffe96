import { screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { showWindow } from '../show-window.tsx';

const REPORT = { text: 'Onbench diagnostics\n\nVersions\n  Onbench 1.2.3\n', blanked: 0 };

async function open(main: Parameters<typeof showWindow>[1] = {}) {
  const window = await showWindow({ kind: 'idle' }, { diagnostics: REPORT, ...main });
  await window.user.click(screen.getByRole('button', { name: 'Diagnostics' }));
  await window.settle();
  return window;
}

describe('DiagnosticsDialog', () => {
  it('shows the whole report before anything leaves', async () => {
    const { bridge } = await open();
    expect(screen.getByRole('region', { name: 'The report' }).textContent).toBe(REPORT.text);
    expect(screen.getByRole('dialog').textContent).toContain('No token, key or code is in it.');
    expect(bridge.calls).toEqual([]);
  });

  it('copies what it shows', async () => {
    const { bridge, user } = await open();
    await user.click(screen.getByRole('button', { name: 'Copy diagnostics' }));
    expect(bridge.calls).toEqual([['diagnostics.copy']]);
  });

  it.each([
    [{ kind: 'saved', path: '/home/tess/report.txt' } as const, 'Saved as /home/tess/report.txt'],
    [{ kind: 'failed', code: 'EACCES' } as const, 'It could not be saved there (EACCES).'],
    [{ kind: 'not-chosen' } as const, ''],
  ])('says how saving ended: $kind', async (saved, sentence) => {
    const { user, settle } = await open({ saved });
    await user.click(screen.getByRole('button', { name: 'Save diagnostics…' }));
    await settle();
    expect(screen.getByRole('status').textContent).toContain(sentence);
  });

  it('warns of what had to be blanked', async () => {
    await open({ diagnostics: { ...REPORT, blanked: 2 } });
    expect(screen.getByRole('dialog').textContent).toContain(
      '2 places looked like a secret and were blanked.',
    );
  });

  it('closes without a word to main', async () => {
    const { bridge, user } = await open();
    await user.click(screen.getByRole('button', { name: 'Close' }));
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(bridge.calls).toEqual([]);
  });
});
