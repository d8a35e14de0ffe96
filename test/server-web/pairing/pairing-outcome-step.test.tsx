import { act, cleanup, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PairingOutcomeStep } from '../../../server/web/src/pairing/pairing-outcome-step.tsx';
import type { PairingOutcome } from '../../../server/web/src/pairing/pairing-state.ts';
import { ADA } from '../scripted-server.ts';

const closeTab = window.close;
let closings = 0;

beforeEach(() => {
  vi.useFakeTimers();
  closings = 0;
  window.close = () => {
    closings += 1;
  };
});
afterEach(() => {
  cleanup();
  window.close = closeTab;
  vi.useRealTimers();
});

function show(kind: PairingOutcome['kind']) {
  const outcome = { kind, deviceName: 'Handheld' };
  const state = { kind: 'outcome', session: ADA, outcome } as const;
  render(<PairingOutcomeStep flow={{ enterAnotherCode: () => {} }} state={state} />);
}

function wait(ms: number) {
  act(() => {
    vi.advanceTimersByTime(ms);
  });
}

describe('the outcome of a pairing', () => {
  it('closes the tab 3 s after an approval, and says so', () => {
    show('approved');
    expect(screen.getByText('This tab closes in a moment.')).toBeTruthy();
    wait(2_999);
    expect(closings).toBe(0);
    wait(1);
    expect(closings).toBe(1);
  });

  it('says that the tab can be closed where the browser kept it open', () => {
    show('approved');
    wait(3_000);
    expect(screen.getByText('You can close this tab.')).toBeTruthy();
  });

  it('leaves the tab alone when the person has gone on', () => {
    show('approved');
    cleanup();
    wait(3_000);
    expect(closings).toBe(0);
  });

  it.each(['denied', 'already-decided', 'expired'] as const)('stays open when %s', (kind) => {
    show(kind);
    wait(10_000);
    expect(closings).toBe(0);
  });
});
