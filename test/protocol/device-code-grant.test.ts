import {
  sshKeyRegistration,
  startRequest,
  startResponse,
  tokenResponse,
} from '@onbench/protocol/device-code-grant';
import { describe, expect, it } from 'vitest';
import { HOST_KEY } from '../support/known-keys.ts';

const START = {
  device_code: 'dc-0123456789abcdef',
  user_code: 'BCDF-GHJK',
  verification_url: 'https://api.example/device',
  verification_url_complete: 'https://api.example/device?user_code=BCDF-GHJK',
  expires_at: '2026-05-09T12:00:00Z',
  interval_seconds: 5,
};

const ALIAS = {
  alias: 'pychron-NMGRL',
  real_host: 'repo.example',
  port: 2222,
  known_hosts_line: `[repo.example]:2222 ${HOST_KEY}`,
};

const TOKEN = {
  api_token: 'pcy_NMGRL_0123456789abcdef',
  lab: 'NMGRL',
  api_base_url: 'https://api.example',
  default_metadata_repo: {
    repository_identifier: 'NMGRL/MetaData',
    ssh_url: 'ssh://git@repo.example:2222/NMGRL/MetaData.git',
    https_url: '',
    branch: 'main',
  },
  ssh_host_alias: ALIAS,
  ssh_key: {
    bot_username: 'bot-NMGRL-deadbeef',
    fingerprint: 'SHA256:kVmoNphLgFDlV2GKxgZn548xEYysw7oouI3W+JsJoRQ',
    rotated: false,
    default_metadata_repo: null,
    ssh_host_alias: ALIAS,
  },
};

/** The dotted paths that a parser blames. */
function blamed(schema: typeof startResponse | typeof tokenResponse, wire: unknown): string[] {
  const result = schema.safeParse(wire);
  if (result.success) return [];
  return [...new Set(result.error.issues.map((issue) => issue.path.join('.')))];
}

describe('startResponse', () => {
  it('wraps the device code and gives our own names', () => {
    const grant = startResponse.parse(START);
    expect(grant.deviceCode.reveal()).toBe('dc-0123456789abcdef');
    expect(JSON.stringify(grant)).not.toContain('dc-0123');
    expect(grant).toMatchObject({ userCode: 'BCDF-GHJK', intervalMs: 5_000 });
    expect(grant.expiresAt.toISOString()).toBe('2026-05-09T12:00:00.000Z');
  });

  it('ignores keys that it does not know', () => {
    expect(blamed(startResponse, { ...START, extra: { deep: [1] } })).toEqual([]);
  });

  it.each([
    ['device_code', undefined],
    ['device_code', ''],
    ['device_code', 'x'.repeat(8_193)],
    ['device_code', 7],
    ['user_code', 'BCDFGHJK'],
    ['user_code', 'bcdf-ghjk'],
    ['user_code', 'BCDF-GHJK\n'],
    ['user_code', '<b>-</b>'],
    ['verification_url', 'javascript:alert(1)'],
    ['verification_url', 'file:///etc/passwd'],
    ['verification_url', '/device'],
    ['verification_url', 'data:text/html,x'],
    ['verification_url', 'https://'],
    ['verification_url_complete', 'ftp://api.example/'],
    ['verification_url_complete', `https://api.example/${'x'.repeat(2_048)}`],
    ['verification_url_complete', 'https://api.example/\u2028x\ny'],
    ['expires_at', 'tomorrow'],
    ['expires_at', 0],
    ['expires_at', '2026-02-30T12:00:00Z'],
    ['expires_at', '2026-05-09 12:00'],
    ['interval_seconds', 0],
    ['interval_seconds', -1],
    ['interval_seconds', '5'],
    ['interval_seconds', null],
    ['interval_seconds', Number.POSITIVE_INFINITY],
    ['interval_seconds', Number.NaN],
  ])('refuses %s = %j and names the field', (field, value) => {
    expect(blamed(startResponse, { ...START, [field]: value })).toEqual([field]);
  });

  it.each([null, undefined, [], 'text', 7, [START]])('refuses %j as a whole', (wire) => {
    expect(startResponse.safeParse(wire).success).toBe(false);
  });
});

describe('tokenResponse', () => {
  it('wraps the token and gives our own names', () => {
    const credential = tokenResponse.parse(TOKEN);
    expect(credential.apiToken.reveal()).toBe('pcy_NMGRL_0123456789abcdef');
    expect(JSON.stringify(credential)).not.toContain('pcy_');
    expect(credential).toMatchObject({ lab: 'NMGRL', apiBaseUrl: 'https://api.example' });
    expect(credential.sshHostAlias?.port).toBe(2222);
  });

  it.each([
    ['api_base_url', undefined, { apiBaseUrl: null }],
    ['ssh_host_alias', null, { sshHostAlias: null }],
    ['default_metadata_repo', null, { lab: 'NMGRL' }],
  ])('does without %s', (field, value, expected) => {
    expect(tokenResponse.parse({ ...TOKEN, [field]: value })).toMatchObject(expected);
  });

  it.each([
    ['text', '{"type":"service_account"}'],
    ['the JSON itself', { type: 'service_account' }],
  ])('wraps the key of a database account given as %s', (_, service_account_key_json) => {
    const database_iam = { service_account_key_json, instance: 'ignored' };
    const credential = tokenResponse.parse({ ...TOKEN, database_iam });
    expect(credential.databaseKey?.reveal()).toBe('{"type":"service_account"}');
    expect(JSON.stringify(credential)).not.toMatch(/service_account|ignored/);
  });

  it.each([undefined, null, {}, { service_account_key_json: null }])(
    'does without a database key in %j',
    (database_iam) => {
      expect(tokenResponse.parse({ ...TOKEN, database_iam }).databaseKey).toBeNull();
    },
  );

  it.each(['', 7, [], true, 'x'.repeat(65_537)])(
    'refuses a database key %j and names the field',
    (service_account_key_json) => {
      expect(
        blamed(tokenResponse, { ...TOKEN, database_iam: { service_account_key_json } }),
      ).toEqual(['database_iam.service_account_key_json']);
    },
  );

  it('keeps keys of ssh_key that it does not know', () => {
    const ssh_key = { ...TOKEN.ssh_key, lab_note: { bench: 3 } };
    expect(tokenResponse.parse({ ...TOKEN, ssh_key }).sshKey.lab_note).toEqual({ bench: 3 });
  });

  it.each([
    ['api_token', undefined],
    ['api_token', ''],
    ['api_token', 'short'],
    ['api_token', 'pcy_NMGRL_0123456789 abcdef'],
    ['api_token', 'pcy_NMGRL_0123456789\nabcdef'],
    ['api_token', 'pcy_NMGRL_0123456789abcdef\n'],
    ['api_token', 'pcy_NMGRL_ü123456789abcdef'],
    ['api_token', 'x'.repeat(1_025)],
    ['lab', undefined],
    ['lab', ''],
    ['lab', '../NMGRL'],
    ['lab', 'NM GRL'],
    ['lab', 'NMGRL\n'],
    ['api_base_url', 'javascript:alert(1)'],
    ['api_base_url', ''],
    ['database_iam', 'text'],
    ['database_iam', []],
    ['ssh_key', null],
    ['ssh_key', []],
  ])('refuses %s = %j and names the field', (field, value) => {
    expect(blamed(tokenResponse, { ...TOKEN, [field]: value })).toEqual([field]);
  });

  it.each([
    ['bot_username', 'bot x'],
    ['bot_username', '-bot'],
    ['bot_username', 'bot\n'],
    ['fingerprint', 'SHA256:short'],
    ['fingerprint', 'MD5:00:11'],
    ['fingerprint', `${TOKEN.ssh_key.fingerprint}\n`],
    ['rotated', 'no'],
  ])('refuses ssh_key.%s = %j', (field, value) => {
    const ssh_key = { ...TOKEN.ssh_key, [field]: value };
    expect(blamed(tokenResponse, { ...TOKEN, ssh_key })).toEqual([`ssh_key.${field}`]);
  });

  it('names the part of the alias that is wrong', () => {
    expect(blamed(tokenResponse, { ...TOKEN, ssh_host_alias: { ...ALIAS, port: 0 } })).toContain(
      'ssh_host_alias.port',
    );
  });

  it('changes no prototype, whatever the wire text says', () => {
    const wire = JSON.stringify({ ...TOKEN, ssh_key: { ...TOKEN.ssh_key, marker: 1 } });
    const hostile = JSON.parse(wire.replace('"marker":1', '"__proto__":{"rotated":true,"x":1}'));
    const { sshKey } = tokenResponse.parse(hostile);
    expect(Object.getPrototypeOf(sshKey)).toBe(Object.prototype);
    expect(sshKey.x).toBeUndefined();
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });
});

describe('startRequest', () => {
  it('ignores keys that it does not know', () => {
    const wire = { public_key: 'ssh-ed25519 AAAA', hostname: 'lab-mac-01', extra: 1 };
    expect(startRequest.parse(wire)).toEqual({
      public_key: 'ssh-ed25519 AAAA',
      hostname: 'lab-mac-01',
    });
  });

  it.each([
    [{ hostname: 'a' }],
    [{ public_key: 'k' }],
    [{ public_key: 'k', hostname: 'a\nb' }],
    [{ public_key: 'k', hostname: 'a', capabilities: 'ack' }],
    [{ public_key: 'k', hostname: 'a', capabilities: Array(17).fill('ack') }],
    [{ public_key: 'k', hostname: 'a', client: { name: 'x'.repeat(65) } }],
    [{ public_key: 'x'.repeat(8_193), hostname: 'a' }],
  ])('refuses %j', (wire) => {
    expect(startRequest.safeParse(wire).success).toBe(false);
  });
});

describe('sshKeyRegistration', () => {
  it('needs a user name and a fingerprint', () => {
    expect(sshKeyRegistration.safeParse({}).success).toBe(false);
  });
});
