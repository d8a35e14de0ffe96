import { afterAll, beforeAll } from 'vitest';
import { RemoteTransport } from '../support/remote-transport.ts';
import { startTransportHost, type TransportHost } from '../support/start-transport-host.ts';
import { describeNetworkWay } from './network-way-contract.ts';
import { describeTransport } from './transport-contract.ts';

let host: TransportHost;

beforeAll(async () => {
  host = await startTransportHost();
});
afterAll(() => host.stop());

describeTransport('ElectronTransport', (timeoutMs) => new RemoteTransport(host.process, timeoutMs));
describeNetworkWay('ElectronTransport', (way) => new RemoteTransport(host.process, 30_000, way));
