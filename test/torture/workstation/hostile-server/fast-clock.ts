import type { Clock } from '../../../../src/main/platform/clock.ts';

/** The real clock, so many times as fast: waits that are minutes apart become seconds, in the same order. */
export class FastClock implements Clock {
  readonly #speed: number;

  constructor(speed: number) {
    this.#speed = speed;
  }

  now(): number {
    return performance.now() * this.#speed;
  }

  sleep(ms: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    return new Promise((resolve, reject) => {
      const end = () => {
        clearTimeout(timer);
        reject(signal.reason);
      };
      const timer = setTimeout(() => {
        signal.removeEventListener('abort', end);
        resolve();
      }, ms / this.#speed);
      signal.addEventListener('abort', end, { once: true });
    });
  }
}
