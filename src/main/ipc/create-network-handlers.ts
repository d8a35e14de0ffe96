import { readFile, stat } from 'node:fs/promises';
import { dialog } from 'electron';
import { parseApiBaseUrl } from '../../shared/api-base-url.ts';
import type { AuthorityProblem } from '../../shared/network-settings.ts';
import { failed, ok, type Result } from '../../shared/result.ts';
import { MAX_AUTHORITY_BYTES } from '../api/certificate-authority.ts';
import type { NetworkPreferences } from '../preferences/network-preferences.ts';
import type { Handlers } from './handle.ts';

export type NetworkHandlers = Pick<Handlers, Extract<keyof Handlers, `network:${string}`>>;

/** The network section of the preferences. */
export function createNetworkHandlers(network: NetworkPreferences): NetworkHandlers {
  return {
    'network:get': () => network.settings,
    'network:set-proxy': (setting) => network.setProxy(setting),
    'network:choose-authority': async (typed) => {
      // The page offers this with a good address only.
      const apiBaseUrl = parseApiBaseUrl(typed);
      const path = apiBaseUrl.ok ? await askForCertificateFile() : null;
      if (!apiBaseUrl.ok || path === null) return ok(null);
      const text = await readSmallFile(path);
      return text.ok ? network.examine(text.value, new URL(apiBaseUrl.value).hostname) : text;
    },
    'network:trust-authority': () => network.trustCandidate(),
    'network:forget-authority': () => network.forgetAuthority(),
  };
}

/** By the system's own dialog: no path comes from the page. */
async function askForCertificateFile(): Promise<string | null> {
  const { filePaths } = await dialog.showOpenDialog({
    title: 'Choose your lab’s certificate',
    properties: ['openFile'],
    filters: [
      { name: 'Certificates', extensions: ['pem', 'crt', 'cer'] },
      { name: 'All files', extensions: ['*'] },
    ],
  });
  return filePaths[0] ?? null;
}

async function readSmallFile(path: string): Promise<Result<string, AuthorityProblem>> {
  try {
    const stats = await stat(path);
    if (!stats.isFile()) return failed('not-readable');
    return stats.size > MAX_AUTHORITY_BYTES
      ? failed('too-large')
      : ok(await readFile(path, 'latin1'));
  } catch {
    return failed('not-readable');
  }
}
