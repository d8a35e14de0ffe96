import type { NetworkSettings, TrustedAuthority } from '../../src/shared/network-settings.ts';
import type { PolicyFacts } from '../../src/shared/policy.ts';
import { API_BASE_URL } from './states.ts';

/* Network settings and policies, as main tells of them. */

export const AUTHORITY: TrustedAuthority = {
  host: 'api.nmgrl.example',
  certificates: [
    {
      subject: 'CN=NMGRL Lab Root, O=New Mexico Geochronology Research Laboratory, C=US',
      validFrom: '2025-01-01T12:00:00.000Z',
      validTo: '2034-12-31T12:00:00.000Z',
      sha256:
        '0F:3A:91:C4:5D:77:E2:18:BB:40:6C:29:F1:83:DE:52:A7:1E:90:34:6B:C8:05:FD:72:4E:99:13:A8:60:2B:D7',
    },
  ],
};

export const PLAIN_NETWORK: NetworkSettings = {
  proxy: { kind: 'system' },
  isProxyManaged: false,
  authority: null,
  isAuthorityManaged: false,
};

export const MANUAL_PROXY: NetworkSettings = {
  ...PLAIN_NETWORK,
  proxy: { kind: 'manual', url: 'http://proxy.nmgrl.example:3128' },
};

export const MANAGED_NETWORK: NetworkSettings = {
  proxy: MANUAL_PROXY.proxy,
  isProxyManaged: true,
  authority: AUTHORITY,
  isAuthorityManaged: true,
};

export const SUPPORT = 'Maria in room 214, extension 4711';

export const MANAGED_POLICY: PolicyFacts = {
  kind: 'managed',
  path: '/etc/onbench/policy.json',
  settings: {
    apiBaseUrl: { url: API_BASE_URL, required: true },
    hideOpenPage: true,
    supportContact: SUPPORT,
    language: 'de-DE',
  },
};

export const BROKEN_POLICY: PolicyFacts = {
  kind: 'broken',
  problem: {
    path: '/etc/onbench/policy.json',
    fault: { kind: 'bad-field', field: 'allowedLabs.0', reason: 'not a lab name' },
  },
};
