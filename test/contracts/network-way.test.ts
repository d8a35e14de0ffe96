import { parseCertificateAuthority } from '../../src/main/api/certificate-authority.ts';
import { createNodeTransport } from '../../src/main/api/node-transport.ts';
import { proxyFor } from '../../src/main/api/proxy-for.ts';
import type { NetworkWay } from '../support/remote-transport.ts';
import { describeNetworkWay } from './network-way-contract.ts';

function addedTrust({ trust }: NetworkWay) {
  const authority = trust && parseCertificateAuthority(trust.pem, Date.now());
  return trust && authority?.ok ? { host: trust.host, authority: authority.value } : null;
}

describeNetworkWay('createNodeTransport', (way) =>
  createNodeTransport({ proxyFor: proxyFor(way.proxy, {}), addedTrust: addedTrust(way) }),
);
