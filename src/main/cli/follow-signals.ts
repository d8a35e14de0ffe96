import type { EnrollmentWorker } from '../enrollment/enrollment-worker.ts';
import type { Reporter } from './reporter.ts';

/** The terminal went away, or the machine shuts down: the next run goes on. */
const ENDING_SIGNALS = ['SIGTERM', 'SIGHUP'] as const;

export interface Signals {
  /** Resolves when the process was told to end and nothing is under way any more. */
  readonly suspended: Promise<void>;
  stop(): void;
}

/** Ctrl-C gives up; any other end keeps what can be kept. */
export function followSignals(worker: EnrollmentWorker, reporter: Reporter): Signals {
  const cancel = () => {
    const { kind } = worker.state;
    if (kind === 'recovery') return void worker.giveTokenBack();
    if (kind === 'finishing') {
      reporter.tell({ event: 'not-cancelled' }, [
        'The approval is there: it is brought to its end. Nothing can be given up now.',
      ]);
    }
    void worker.cancel();
  };
  let suspend = () => {};
  const suspended = new Promise<void>((resolve) => {
    suspend = () => {
      // A token that only this process has would be lost.
      const end = worker.state.kind === 'recovery' ? worker.giveTokenBack() : worker.suspend();
      void end.then(resolve);
    };
  });
  process.on('SIGINT', cancel);
  for (const signal of ENDING_SIGNALS) process.on(signal, suspend);
  return {
    suspended,
    stop: () => {
      process.off('SIGINT', cancel);
      for (const signal of ENDING_SIGNALS) process.off(signal, suspend);
    },
  };
}
