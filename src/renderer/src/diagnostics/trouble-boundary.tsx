import { Component, type ReactNode } from 'react';
import type { Trouble } from '../../../shared/diagnostics.ts';
import { TroubleView } from './trouble-view.tsx';

interface BoundaryState {
  readonly trouble: Trouble | null;
}

/** Shows the app, or in its place that a bug was met: here while drawing, or anywhere else by main's word. */
export class TroubleBoundary extends Component<{ children: ReactNode }, BoundaryState> {
  override state: BoundaryState = { trouble: null };
  #stopFollowing: (() => void) | null = null;

  static getDerivedStateFromError(): BoundaryState {
    return { trouble: 'window' };
  }

  override componentDidMount(): void {
    const { trouble } = window.onbench;
    this.#stopFollowing = trouble.onStateChanged((now) => this.setState({ trouble: now }));
    void trouble.getState().then((now) => {
      if (now !== null) this.setState({ trouble: now });
    });
  }

  override componentWillUnmount(): void {
    this.#stopFollowing?.();
  }

  override componentDidCatch(error: Error): void {
    void window.onbench.trouble.report((error.stack ?? error.message).slice(0, 4_096));
  }

  override render(): ReactNode {
    const { trouble } = this.state;
    if (trouble === null) return this.props.children;
    const dismiss = () => {
      void window.onbench.trouble.dismiss();
      this.setState({ trouble: null });
    };
    return <TroubleView trouble={trouble} onDismiss={dismiss} />;
  }
}
