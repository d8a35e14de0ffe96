import { constants } from 'node:os';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** Waits for a signal that asks this process to end. */
export interface Interruption {
  /** Resolves with the exit code that shells expect after the signal. A second signal ends the process at once. */
  readonly exitCode: Promise<number>;
  forget(): void;
}

export function awaitInterruption(): Interruption {
  let forget = () => {};
  const exitCode = new Promise<number>((resolve) => {
    const listen = (signal: NodeJS.Signals) => {
      forget();
      resolve(128 + constants.signals[signal]);
    };
    forget = () => {
      for (const signal of SIGNALS) process.off(signal, listen);
    };
    for (const signal of SIGNALS) process.on(signal, listen);
  });
  return { exitCode, forget: () => forget() };
}
