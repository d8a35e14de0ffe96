import { create } from 'zustand';
import type { OnbenchBridge } from '../../shared/bridge.ts';
import type { EnrollmentState } from '../../shared/enrollment.ts';
import type { AppInfo } from '../../shared/preferences.ts';

/** What main has told this window so far. `null` until its first word, a few milliseconds after loading. */
export interface MainMirror {
  readonly state: EnrollmentState | null;
  readonly info: AppInfo | null;
}

const UNKNOWN: MainMirror = { state: null, info: null };

/** A mirror and nothing more: main owns the state, so reloading the window loses nothing. */
export const useMainMirror = create<MainMirror>(() => UNKNOWN);

/** Asks main once and follows it from then on. The returned function stops following and forgets. */
export function followMain(bridge: OnbenchBridge): () => void {
  let following = true;
  const stopEvents = bridge.enrollment.onStateChanged((state) => useMainMirror.setState({ state }));

  void bridge.enrollment.getState().then((state) => {
    // An event that overtook this answer is the newer word.
    if (following && useMainMirror.getState().state === null) useMainMirror.setState({ state });
  });
  void bridge.app.getInfo().then((info) => {
    if (following) useMainMirror.setState({ info });
  });

  return () => {
    following = false;
    stopEvents();
    useMainMirror.setState(UNKNOWN);
  };
}
