import { type MintedCredential, tokenResponse } from '@onbench/protocol/device-code-grant';
import { generateWorkstationKey } from '../../src/main/workstation/generate-workstation-key.ts';
import type { WorkstationKey } from '../../src/main/workstation/workstation.ts';
import { HOST_KEY } from './known-keys.ts';

export const TOKEN_TEXT = 'pcy_NMGRL_0123456789abcdef';

export const ALIAS = {
  alias: 'pychron-NMGRL',
  real_host: 'repo.example',
  port: 2222,
  known_hosts_line: `[repo.example]:2222 ${HOST_KEY}`,
};

export const SSH_KEY = {
  rotated: false,
  bot_username: 'bot-NMGRL-deadbeef',
  fingerprint: 'SHA256:kVmoNphLgFDlV2GKxgZn548xEYysw7oouI3W+JsJoRQ',
  ssh_host_alias: ALIAS,
  default_metadata_repo: null,
};

/** What an approved poll brings, parsed as the app parses it. */
export function credential(changes: Record<string, unknown> = {}): MintedCredential {
  return tokenResponse.parse({
    api_token: TOKEN_TEXT,
    lab: 'NMGRL',
    ssh_host_alias: ALIAS,
    ssh_key: SSH_KEY,
    ...changes,
  });
}

export function newKey(): WorkstationKey {
  return generateWorkstationKey('lab-mac-01');
}
