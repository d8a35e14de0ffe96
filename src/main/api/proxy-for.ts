import { isLoopback } from '../../shared/api-base-url.ts';
import {
  type ProxyProblem,
  type ProxySetting,
  parseProxyUrl,
} from '../../shared/network-settings.ts';
import { ok, type Result } from '../../shared/result.ts';

/** The proxy for an address as `http://host:port`, or null for none. */
export type ProxyFor = (url: URL) => Result<string | null, ProxyProblem>;

type Environment = Readonly<Record<string, string | undefined>>;

/** For Node, which knows no system proxy: there the environment's variables stand for the system's. */
export function proxyFor(setting: ProxySetting, environment: Environment): ProxyFor {
  return (url) => {
    // Plain http is spoken with the loopback interface only, and no proxy stands in between.
    if (isLoopback(url.hostname) || setting.kind === 'none') return ok(null);
    if (setting.kind === 'manual') return parseProxyUrl(setting.url);
    const named = variable(environment, 'https_proxy') ?? variable(environment, 'all_proxy');
    if (named === null || isExempt(url, variable(environment, 'no_proxy') ?? '')) return ok(null);
    return parseProxyUrl(named);
  };
}

function variable(environment: Environment, name: string): string | null {
  return environment[name] || environment[name.toUpperCase()] || null;
}

/** `NO_PROXY` as curl reads it: names with all below them, each with or without a port; `*` for everything. */
function isExempt({ hostname, port }: URL, exceptions: string): boolean {
  return exceptions.split(/[\s,]+/).some((exception) => {
    const [, name = '', onlyPort = ''] =
      /^\*?\.?(.*?)(?::(\d+))?$/.exec(exception.toLowerCase()) ?? [];
    if (exception === '*') return true;
    if (name === '' || (onlyPort !== '' && onlyPort !== (port || '443'))) return false;
    return hostname === name || hostname.endsWith(`.${name}`);
  });
}
