import { act, cleanup, render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { TroubleBoundary } from '../../../src/renderer/src/diagnostics/trouble-boundary.tsx';
import { FakeBridge, type FakeMain } from '../../fakes/fake-bridge.ts';

let isBroken = false;

function Page(): ReactNode {
  if (isBroken) throw new Error('canary: a bug of the page');
  return <h1>The page</h1>;
}

async function show(main: Partial<FakeMain> = {}) {
  const bridge = new FakeBridge(main);
  Object.defineProperty(window, 'onbench', { value: bridge, configurable: true });
  render(
    <TroubleBoundary>
      <Page />
    </TroubleBoundary>,
  );
  onTestFinished(cleanup);
  await act(async () => {});
  return { bridge, user: userEvent.setup() };
}

describe('TroubleBoundary', () => {
  beforeEach(() => {
    isBroken = false;
  });

  it('shows the page while nothing is wrong', async () => {
    await show();
    expect(screen.getByRole('heading').textContent).toBe('The page');
  });

  it('tells of a bug without its stack, and main of the stack', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {});
    isBroken = true;
    const { bridge } = await show();
    expect(screen.getByRole('heading').textContent).toBe('This window had a problem');
    expect(document.body.textContent).not.toContain('canary');
    expect(bridge.calls).toEqual([
      ['trouble.report', expect.stringContaining('canary: a bug of the page')],
    ]);
    vi.restoreAllMocks();
  });

  it('goes back to the page', async () => {
    const { bridge, user } = await show({ trouble: 'window' });
    await user.click(screen.getByRole('button', { name: 'Back to Onbench' }));
    expect(screen.getByRole('heading').textContent).toBe('The page');
    expect(bridge.calls).toEqual([['trouble.dismiss']]);
  });

  it('offers a restart after a bug of main, as soon as main tells of it', async () => {
    const { bridge, user } = await show();
    act(() => bridge.publishTrouble('app'));
    expect(screen.getByRole('heading').textContent).toBe('Onbench had a problem');
    await user.click(screen.getByRole('button', { name: 'Restart Onbench' }));
    expect(bridge.calls).toEqual([['trouble.restart']]);
  });

  it('leads to the diagnostics', async () => {
    const { user } = await show({ trouble: 'app' });
    await user.click(screen.getByRole('button', { name: 'Diagnostics…' }));
    expect(screen.getByRole('dialog')).toBeTruthy();
  });
});
