import { type Certificate, type Session, session } from 'electron';
import type { ProxySetting } from '../../shared/network-settings.ts';
import type { AddedTrust } from '../api/certificate-authority.ts';
import { isTrustedChain } from '../api/verify-server-chain.ts';

/** Chromium's net_error_list.h: the chain leads to nobody that this machine trusts. */
const ERR_CERT_AUTHORITY_INVALID = -202;

const ACCEPT = 0;
const AS_CHROMIUM_SAYS = -3;

/**
 * The session of all calls to the API: in memory, with its own proxy and its own trust, without cookies. Chromium
 * remembers what it found out about a certificate for as long as a session lives, so changed settings begin a new one.
 */
export class ApiSession {
  #revision = 0;
  #current: Promise<Session> | null = null;

  readonly use = (proxy: ProxySetting, trust: AddedTrust | null): void => {
    this.#revision += 1;
    void this.#current?.then((earlier) => earlier.closeAllConnections());
    this.#current = createSession(`api-${this.#revision}`, proxy, trust);
  };

  /** Rejects before the first `use`. */
  readonly current = async (): Promise<Session> => {
    if (!this.#current) throw new Error('No network settings have been applied');
    return this.#current;
  };
}

async function createSession(
  name: string,
  proxy: ProxySetting,
  trust: AddedTrust | null,
): Promise<Session> {
  const created = session.fromPartition(name);
  // Otherwise each session asks a server of Chromium's for a dictionary.
  created.setSpellCheckerLanguages([]);
  if (trust) addTrust(created, trust);
  await created.setProxy(chromiumProxy(proxy));
  return created;
}

/** Chromium's own rule that loopback needs no proxy stays on in every mode. */
function chromiumProxy(proxy: ProxySetting): Electron.ProxyConfig {
  if (proxy.kind === 'manual') return { mode: 'fixed_servers', proxyRules: proxy.url };
  return { mode: proxy.kind === 'none' ? 'direct' : 'system' };
}

function addTrust(session: Session, { host, authority }: AddedTrust): void {
  session.setCertificateVerifyProc(({ hostname, certificate, errorCode }, callback) => {
    const isOurs = errorCode === ERR_CERT_AUTHORITY_INVALID && hostname === host;
    const chain = { certificates: chainOf(certificate), host };
    callback(isOurs && isTrustedChain(chain, authority, Date.now()) ? ACCEPT : AS_CHROMIUM_SAYS);
  });
}

/** As the server sent it, its own certificate first. */
function chainOf(certificate: Certificate): readonly string[] {
  const chain: string[] = [];
  for (let each: Certificate | undefined = certificate; each; each = each.issuerCert) {
    chain.push(each.data);
  }
  return chain;
}
