import { create } from 'zustand';
import type { OnbenchBridge } from '../../shared/bridge.ts';
import type { EnrollmentState } from '../../shared/enrollment.ts';
import type { AppInfo } from '../../shared/preferences.ts';
import type { RegistrationsState } from '../../shared/registrations.ts';

/** What main has told this window so far. `null` until its first word, a few milliseconds after loading. */
export interface MainMirror {
  readonly state: EnrollmentState | null;
  readonly info: AppInfo | null;
  readonly registrations: RegistrationsState | null;
}

const UNKNOWN: MainMirror = { state: null, info: null, registrations: null };

/** A mirror and nothing more: main owns the state, so reloading the window loses nothing. */
export const useMainMirror = create<MainMirror>(() => UNKNOWN);

/** Asks main once and follows it from then on. The returned function stops following and forgets. */
export function followMain(bridge: OnbenchBridge): () => void {
  let following = true;
  const stopEnrollment = bridge.enrollment.onStateChanged((state) =>
    useMainMirror.setState({ state }),
  );
  const stopRegistrations = bridge.registrations.onStateChanged((registrations) =>
    useMainMirror.setState({ registrations }),
  );

  // An event that overtakes one of these answers is the newer word.
  void bridge.enrollment.getState().then((state) => {
    if (following && useMainMirror.getState().state === null) useMainMirror.setState({ state });
  });
  void bridge.registrations.getState().then((registrations) => {
    if (following && useMainMirror.getState().registrations === null) {
      useMainMirror.setState({ registrations });
    }
  });
  void bridge.app.getInfo().then((info) => {
    if (following) useMainMirror.setState({ info });
  });

  return () => {
    following = false;
    stopEnrollment();
    stopRegistrations();
    useMainMirror.setState(UNKNOWN);
  };
}
