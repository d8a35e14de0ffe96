import { act, cleanup, render } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { onTestFinished } from 'vitest';
import { App } from '../../src/renderer/src/app.tsx';
import { followMain } from '../../src/renderer/src/main-mirror.ts';
import type { EnrollmentState } from '../../src/shared/enrollment.ts';
import { FakeBridge, type FakeMain } from '../fakes/fake-bridge.ts';

/** Opens the window as main.tsx does, in front of a main process that is in `state`. */
export async function showWindow(state: EnrollmentState, main: Partial<FakeMain> = {}) {
  const bridge = new FakeBridge({ ...main, state });
  Object.defineProperty(window, 'onbench', { value: bridge, configurable: true });
  let stop = followMain(bridge);
  let view = render(<App />);
  const close = () => {
    cleanup();
    stop();
  };
  onTestFinished(close);
  const settle = () => act(async () => {});
  await settle();
  return {
    bridge,
    user: userEvent.setup(),
    get container() {
      return view.container;
    },
    settle,
    publish: (next: EnrollmentState) => act(() => bridge.publish(next)),
    /** What View > Reload does: everything in the page is gone, main is not. */
    reload: async () => {
      close();
      stop = followMain(bridge);
      view = render(<App />);
      await settle();
    },
  };
}
