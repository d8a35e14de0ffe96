import type { OnbenchBridge } from '../../../src/shared/bridge.ts';

declare global {
  /** The app's page, to which the stories send functions. */
  interface Window {
    readonly onbench: OnbenchBridge;
  }
}
