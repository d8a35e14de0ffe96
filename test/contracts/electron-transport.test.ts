import { afterAll, beforeAll, expect, it } from 'vitest';
import { RemoteTransport } from '../support/remote-transport.ts';
import { type ElectronHost, startElectronHost } from '../support/start-electron-host.ts';
import { runHostileServer } from '../torture/workstation/hostile-server/run-hostile-server.ts';
import { wireAttacks } from '../torture/workstation/hostile-server/wire-attacks.ts';
import { describeNetworkWay } from './network-way-contract.ts';
import { describeTransport } from './transport-contract.ts';

let host: ElectronHost;

beforeAll(async () => {
  host = await startElectronHost('electron-transport-host.ts');
});
afterAll(() => host.stop());

describeTransport('ElectronTransport', (timeoutMs) => new RemoteTransport(host.process, timeoutMs));
describeNetworkWay('ElectronTransport', (way) => new RemoteTransport(host.process, 30_000, way));

it('comes through hostile servers as the transport of the headless command does', async () => {
  const { problems } = await runHostileServer({
    name: 'ElectronTransport',
    attacks: wireAttacks().filter((_, index) => index % 19 === 0),
    victims: 4,
    createTransport: () => new RemoteTransport(host.process, 1_500),
  });
  expect(problems).toEqual([]);
});
