import { app } from 'electron';
import { parseCertificateAuthority } from '../../src/main/api/certificate-authority.ts';
import { ApiSession } from '../../src/main/platform/api-session.ts';
import { ElectronTransport } from '../../src/main/platform/electron-transport.ts';
import type { NetworkWay, TransportAnswer, TransportOrder } from './remote-transport.ts';

/* Runs in Electron's main process: sends what the test orders over the IPC channel, through the app's own transport. */

const running = new Map<number, AbortController>();

const apiSession = new ApiSession();
let latestWay = '';

/** As preferences do it: only a change is applied. */
function applyWay({ proxy, trust }: NetworkWay): void {
  const way = JSON.stringify({ proxy, trust });
  if (way === latestWay) return;
  latestWay = way;
  const authority = trust && parseCertificateAuthority(trust.pem, Date.now());
  if (trust && authority?.ok)
    apiSession.use(proxy, { host: trust.host, authority: authority.value });
  else apiSession.use(proxy, null);
}

async function serve({
  id,
  timeoutMs,
  way,
  request,
  abortedFor,
}: SendOrder): Promise<TransportAnswer> {
  const stop = new AbortController();
  running.set(id, stop);
  if (abortedFor !== null) stop.abort(abortedFor);
  try {
    applyWay(way);
    const transport = new ElectronTransport(apiSession.current, timeoutMs);
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
