import {
  PROVIDER_SIGN_IN_PATH,
  SIGN_IN_PROBLEMS,
  type SignInProblem,
} from '@onbench/protocol/approval-api';
import { z } from 'zod';

/** The window in which a person's organisation asks them who they are. */
export interface ProviderWindow {
  /** False where the browser did not let it open. */
  open(purpose: 'sign-in' | 'confirm'): boolean;
  /** Calls with what came of it: why it did not come about, or null. */
  follow(listener: (problem: SignInProblem | null) => void): void;
}

const CHANNEL = 'onbench-sign-in';
const NAME = 'onbench-sign-in';
const FEATURES = 'popup,width=520,height=720';

const message = z.object({ problem: z.enum(SIGN_IN_PROBLEMS).nullable() });

/**
 * Both windows are ours at the end, and reach each other by a channel of this origin: the browser keeps them apart
 * otherwise, since the provider's pages stand between (Cross-Origin-Opener-Policy).
 */
export function createProviderWindow(): ProviderWindow {
  return {
    open: (purpose) => {
      const query = purpose === 'confirm' ? '?confirm=true' : '';
      return window.open(PROVIDER_SIGN_IN_PATH + query, NAME, FEATURES) !== null;
    },
    follow: (listener) => {
      new BroadcastChannel(CHANNEL).addEventListener('message', ({ data }) => {
        const parsed = message.safeParse(data);
        if (parsed.success) listener(parsed.data.problem);
      });
    },
  };
}

/** Said by the window itself, once the provider has sent it back. */
export function tellOtherWindows(problem: SignInProblem | null): void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage({ problem });
  channel.close();
}
