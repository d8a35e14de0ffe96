import {
  type ProxyProblem,
  type ProxySetting,
  parseProxyUrl,
} from '../../shared/network-settings.ts';
import { ok, type Result } from '../../shared/result.ts';
import { type AddedTrust, parseCertificateAuthority } from '../api/certificate-authority.ts';
import type { LabPolicy } from '../policy/read-policy.ts';
import type { StoredPreferences } from './preferences-store.ts';

/** How the API is reached. */
export interface NetworkInForce {
  readonly proxy: ProxySetting;
  readonly trust: AddedTrust | null;
}

/** What the lab decided goes before what the technician did. Whoever edits a file by hand is held to the same rules. */
export function networkInForce(
  policy: LabPolicy | null,
  stored: Pick<StoredPreferences, 'proxy' | 'authority'>,
): NetworkInForce {
  return {
    proxy: policy?.proxy ?? proxyOf(stored),
    trust: policy?.trust ?? trustOf(stored),
  };
}

export function parseProxy(setting: ProxySetting): Result<ProxySetting, ProxyProblem> {
  if (setting.kind !== 'manual') return ok({ kind: setting.kind });
  const url = parseProxyUrl(setting.url);
  return url.ok ? ok({ kind: 'manual', url: url.value }) : url;
}

function proxyOf({ proxy }: Pick<StoredPreferences, 'proxy'>): ProxySetting {
  const parsed = parseProxy(proxy);
  return parsed.ok ? parsed.value : { kind: 'system' };
}

function trustOf({ authority: stored }: Pick<StoredPreferences, 'authority'>): AddedTrust | null {
  const authority = stored && parseCertificateAuthority(stored.pem, Date.now());
  return stored && authority?.ok ? { host: stored.host, authority: authority.value } : null;
}
