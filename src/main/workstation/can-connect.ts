import { connect } from 'node:net';

/** Longer than a slow network needs; who asks may be bounded more tightly. */
const CONNECT_LIMIT_MS = 5_000;

/** Whether something takes connections there. */
export function canConnect(
  { host, port }: { readonly host: string; readonly port: number },
  signal: AbortSignal,
): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, signal, timeout: CONNECT_LIMIT_MS });
    const end = (reachable: boolean) => {
      socket.destroy();
      resolve(reachable);
    };
    socket.once('connect', () => end(true));
    socket.once('timeout', () => end(false));
    socket.on('error', () => end(false));
  });
}
