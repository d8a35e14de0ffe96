import { connect } from 'node:net';

/** Longer than a slow network needs; who asks may be bounded more tightly. */
const CONNECT_LIMIT_MS = 5_000;

/** Whether something takes connections there. */
export function canConnect(
  { host, port }: { readonly host: string; readonly port: number },
  signal: AbortSignal,
): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: CONNECT_LIMIT_MS });
    const giveUp = () => end(false);
    const end = (reachable: boolean) => {
      // Not the socket's own `signal` option: its listener would stay with a signal that outlives many sockets.
      signal.removeEventListener('abort', giveUp);
      socket.destroy();
      resolve(reachable);
    };
    signal.addEventListener('abort', giveUp, { once: true });
    socket.once('connect', () => end(true));
    socket.once('timeout', giveUp);
    socket.on('error', giveUp);
    if (signal.aborted) giveUp();
  });
}
