import { app, session } from 'electron';
import { ElectronTransport } from '../../src/main/platform/electron-transport.ts';
import type { TransportAnswer, TransportOrder } from './remote-transport.ts';

/* Runs in Electron's main process: sends what the test orders over the IPC channel, through the app's own transport. */

const running = new Map<number, AbortController>();

async function serve({ id, timeoutMs, request, abortedFor }: SendOrder): Promise<TransportAnswer> {
  const stop = new AbortController();
  running.set(id, stop);
  if (abortedFor !== null) stop.abort(abortedFor);
  try {
    const transport = new ElectronTransport(session.fromPartition('api'), timeoutMs);
    const outcome = await transport.send({ ...request, signal: stop.signal });
    return { id, kind: 'outcome', outcome };
  } catch (reason) {
    return { id, kind: 'rejected', reason: String(reason) };
  } finally {
    running.delete(id);
  }
}

type SendOrder = Extract<TransportOrder, { kind: 'send' }>;

process.on('message', (order: TransportOrder) => {
  if (order.kind === 'abort') running.get(order.id)?.abort(order.reason);
  else void serve(order).then((answer) => process.send?.(answer));
});
process.on('disconnect', () => app.exit());
void app.whenReady().then(() => process.send?.({ kind: 'ready' }));
