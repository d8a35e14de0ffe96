import { afterAll, beforeAll } from 'vitest';
import { RemoteTransport } from '../support/remote-transport.ts';
import { type ElectronHost, startElectronHost } from '../support/start-electron-host.ts';
import { describeTransport } from './transport-contract.ts';

let host: ElectronHost;

beforeAll(async () => {
  host = await startElectronHost('electron-transport-host.ts');
});
afterAll(() => host.stop());

describeTransport('ElectronTransport', (timeoutMs) => new RemoteTransport(host.process, timeoutMs));
