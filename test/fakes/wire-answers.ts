import { FAKE_KEY } from './fake-workstation.ts';
import { json } from './scripted-transport.ts';

export const API_BASE_URL = 'https://api.example';
export const DEVICE_CODE = 'canary-device-code';
export const API_TOKEN = 'pcy_NMGRL_canary-api-token';

/** The server's clock at the start of every script. */
export const SERVER_DATE = 'Sat, 09 May 2026 11:45:00 GMT';

/** What the question without a token gets. */
export const reached = json(
  401,
  { code: 'unauthorized', message: 'Sign in.' },
  { date: SERVER_DATE },
);

/** What start answers: 15 minutes, every 5 seconds. */
export const STARTED_BODY = {
  device_code: DEVICE_CODE,
  user_code: 'BCDF-GHJK',
  verification_url: 'https://api.example/device',
  verification_url_complete: 'https://api.example/device?user_code=BCDF-GHJK',
  expires_at: '2026-05-09T12:00:00Z',
  interval_seconds: 5,
};

/** What an approved poll answers. */
export const MINTED_BODY = {
  api_token: API_TOKEN,
  lab: 'NMGRL',
  api_base_url: API_BASE_URL,
  default_metadata_repo: null,
  ssh_host_alias: {
    alias: 'pychron-NMGRL',
    real_host: 'repo.example',
    port: 2222,
    known_hosts_line:
      '[repo.example]:2222 ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f',
  },
  ssh_key: {
    bot_username: 'bot-NMGRL-deadbeef',
    fingerprint: FAKE_KEY.fingerprint,
    rotated: false,
    default_metadata_repo: null,
  },
};

export const started = json(201, STARTED_BODY, { date: SERVER_DATE });
export const pending = json(425, { detail: 'authorization pending' });
export const minted = json(200, MINTED_BODY);
export const acknowledged = json(204, {});
export const whoami = json(200, {
  kind: 'workstation',
  scopes: ['workstations:register_ssh_key'],
  lab: 'NMGRL',
});
