import { screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { followMain, useMainMirror } from '../../src/renderer/src/main-mirror.ts';
import type { EnrollmentState } from '../../src/shared/enrollment.ts';
import { FakeBridge } from '../fakes/fake-bridge.ts';
import { showWindow } from './show-window.tsx';
import {
  AWAITING_APPROVAL,
  ENROLLED,
  FINISHING,
  failed,
  RECOVERY,
  REQUESTING_CODE,
} from './states.ts';

describe('followMain', () => {
  it('keeps an event that overtakes the first answer', async () => {
    const bridge = new FakeBridge();
    let answer: (state: EnrollmentState) => void = () => {};
    const getState = () =>
      new Promise<EnrollmentState>((resolve) => {
        answer = resolve;
      });
    const stop = followMain({
      app: bridge.app,
      diagnostics: bridge.diagnostics,
      trouble: bridge.trouble,
      preferences: bridge.preferences,
      network: bridge.network,
      recovery: bridge.recovery,
      registrations: bridge.registrations,
      enrollment: { ...bridge.enrollment, getState },
    });
    bridge.publish(AWAITING_APPROVAL);
    answer({ kind: 'idle' });
    await Promise.resolve();
    expect(useMainMirror.getState().state).toEqual(AWAITING_APPROVAL);
    stop();
  });

  it('stops following and forgets when it is told to', () => {
    const bridge = new FakeBridge();
    const stop = followMain(bridge);
    expect(bridge.listenerCount).toBe(1);
    stop();
    expect(bridge.listenerCount).toBe(0);
    expect(useMainMirror.getState()).toEqual({ state: null, info: null, registrations: null });
  });
});

describe('App', () => {
  it.each([
    REQUESTING_CODE,
    AWAITING_APPROVAL,
    FINISHING,
    RECOVERY,
    ENROLLED,
    failed({ kind: 'denied' }),
  ])('shows the same after a reload in $kind', async (state) => {
    const window = await showWindow({ kind: 'idle' });
    await window.publish(state);
    const before = window.container.innerHTML;
    await window.reload();
    expect(window.container.innerHTML).toBe(before);
    expect(window.bridge.calls).toEqual([]);
    expect(window.bridge.listenerCount).toBe(1);
  });

  it('moves the focus to the heading of each new state, and leaves it alone within one', async () => {
    const window = await showWindow(REQUESTING_CODE);
    await window.publish(AWAITING_APPROVAL);
    expect(document.activeElement).toBe(screen.getByRole('heading', { level: 1 }));
    screen.getByRole('button', { name: 'Open page' }).focus();
    await window.publish({ ...AWAITING_APPROVAL, remainingMs: 844_000 });
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Open page' }));
  });
});
