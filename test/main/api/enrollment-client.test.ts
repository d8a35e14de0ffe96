import { Secret } from '@onbench/protocol/secret';
import { describe, expect, it } from 'vitest';
import { createEnrollmentClient } from '../../../src/main/api/enrollment-client.ts';
import { FAKE_KEY } from '../../fakes/fake-workstation.ts';
import { RecordedLog } from '../../fakes/recorded-log.ts';
import {
  json,
  never,
  type ScriptedAnswer,
  ScriptedTransport,
  trouble,
} from '../../fakes/scripted-transport.ts';
import { API_TOKEN, DEVICE_CODE, MINTED_BODY, STARTED_BODY } from '../../fakes/wire-answers.ts';

const SIGNAL = new AbortController().signal;
const GRANT = { deviceCode: new Secret(DEVICE_CODE), keyFingerprint: FAKE_KEY.fingerprint };
const TOKEN = new Secret(API_TOKEN);
const SUBJECT = { publicKeyLine: FAKE_KEY.publicKeyLine, hostname: 'lab-mac-01' };

function clientOf(answers: readonly ScriptedAnswer[], apiBaseUrl = 'https://api.example/pychron') {
  const transport = new ScriptedTransport(answers);
  const log = new RecordedLog();
  const client = createEnrollmentClient({
    apiBaseUrl,
    transport,
    clientInfo: { name: 'onbench', version: '0.1.0', platform: 'linux' },
    wallTimeMs: () => Date.parse('2026-05-09T11:45:00Z'),
    log,
  });
  return { client, transport, log };
}

describe('createEnrollmentClient', () => {
  it('puts every call below the address that was chosen', async () => {
    const { client, transport } = clientOf([
      json(201, STARTED_BODY),
      json(200, MINTED_BODY),
      json(204, {}),
      json(200, { kind: 'workstation', scopes: [], lab: 'NMGRL' }),
      json(204, {}),
    ]);
    await client.start(SUBJECT, SIGNAL);
    await client.poll(GRANT, SIGNAL);
    await client.acknowledge(GRANT.deviceCode, SIGNAL);
    await client.whoami(TOKEN, SIGNAL);
    await client.revokeOwnToken(TOKEN, SIGNAL);
    const base = 'https://api.example/pychron/api/v1/forgejo';
    expect(transport.requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
      `POST ${base}/device-codes`,
      `POST ${base}/device-codes/poll`,
      `POST ${base}/device-codes/ack`,
      `GET ${base}/whoami`,
      `DELETE ${base}/tokens/self`,
    ]);
    const authorized = transport.requests.map((request) => 'Authorization' in request.headers);
    expect(authorized).toEqual([false, false, false, true, true]);
  });

  it('thinks nothing of an acknowledgement that nobody takes', async () => {
    const { client } = clientOf([json(404, {}), trouble('offline')]);
    await expect(client.acknowledge(GRANT.deviceCode, SIGNAL)).resolves.toBeUndefined();
    await expect(client.acknowledge(GRANT.deviceCode, SIGNAL)).resolves.toBeUndefined();
  });

  it('ends with its signal', async () => {
    const { client } = clientOf([never]);
    const stop = new AbortController();
    const polling = client.poll(GRANT, stop.signal);
    stop.abort('enough');
    await expect(polling).rejects.toBe('enough');
  });

  it('logs what failed, and no secret', async () => {
    const { client, log } = clientOf([
      trouble('timed-out'),
      json(503, { api_token: API_TOKEN }),
      json(200, { ...MINTED_BODY, lab: '..' }),
      json(425, {}),
    ]);
    for (let poll = 0; poll < 4; poll++) await client.poll(GRANT, SIGNAL);
    const call = '"call":"POST /api/v1/forgejo/device-codes/poll"';
    expect(log.lines).toEqual([
      `warn {${call},"trouble":"timed-out"} the server gave no answer`,
      `warn {${call},"status":503} the server answered with an error status`,
      'error {"host":"api.example","field":"lab"} the credential breaks the contract',
    ]);
  });
});
