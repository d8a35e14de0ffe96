import type { SignInProblem } from '@onbench/protocol/approval-api';
import type { ProviderWindow } from '../../server/web/src/session/provider-window.ts';
import type { SignInWays } from '../../server/web/src/session/session-flow.ts';
import { PASSWORD_ONLY, type SignInMethods } from '../../server/web/src/session/sign-in-methods.ts';

/** The organisation's window, as the page sees it: opened, and heard from. */
export class FakeProviderWindow implements ProviderWindow {
  readonly opened: string[] = [];
  blocked = false;
  #listener: (problem: SignInProblem | null) => void = () => {};

  open(purpose: 'sign-in' | 'confirm'): boolean {
    if (!this.blocked) this.opened.push(purpose);
    return !this.blocked;
  }

  follow(listener: (problem: SignInProblem | null) => void): void {
    this.#listener = listener;
  }

  end(problem: SignInProblem | null): void {
    this.#listener(problem);
  }
}

export function waysIn(
  methods: SignInMethods = PASSWORD_ONLY,
): SignInWays & { provider: FakeProviderWindow } {
  return { methods, provider: new FakeProviderWindow() };
}
