import type { OnbenchBridge } from '../shared/bridge.ts';

declare global {
  interface Window {
    readonly onbench: OnbenchBridge;
  }
}
