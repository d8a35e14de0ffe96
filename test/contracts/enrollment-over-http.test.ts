import { afterEach, describe, expect, it } from 'vitest';
import { createEnrollmentClient } from '../../src/main/api/enrollment-client.ts';
import { createNodeTransport } from '../../src/main/api/node-transport.ts';
import { EnrollmentJournal } from '../../src/main/enrollment/enrollment-journal.ts';
import { EnrollmentWorker } from '../../src/main/enrollment/enrollment-worker.ts';
import { NudgeSource } from '../../src/main/platform/nudges.ts';
import { SystemClock } from '../../src/main/platform/system-clock.ts';
import { admissionBy } from '../../src/main/policy/admission.ts';
import type { EnrollmentState } from '../../src/shared/enrollment.ts';
import { FakeJournalFile } from '../fakes/fake-journal-file.ts';
import { FakeKeyring } from '../fakes/fake-keyring.ts';
import { FAKE_KEY, FakeWorkstation } from '../fakes/fake-workstation.ts';
import { RecordedLog } from '../fakes/recorded-log.ts';
import { API_TOKEN, DEVICE_CODE, MINTED_BODY, STARTED_BODY } from '../fakes/wire-answers.ts';
import { HostileServer } from '../support/hostile-server.ts';

/** What a server of the lab answers, in the order in which it is asked. */
function script(): readonly (readonly [status: number, body: unknown])[] {
  const expires_at = new Date(Date.now() + 60_000).toISOString();
  return [
    [401, { code: 'unauthorized' }],
    [201, { ...STARTED_BODY, expires_at, interval_seconds: 1 }],
    [425, { detail: 'authorization pending' }],
    [200, MINTED_BODY],
    [204, null],
    [200, { kind: 'workstation', scopes: ['workstations:register_ssh_key'], lab: 'NMGRL' }],
  ];
}

describe('an enrollment over real HTTP, in real time', () => {
  let server: HostileServer;

  afterEach(() => server.stop());

  it('ends as enrolled, with the requests of the protocol', async () => {
    const answers = [...script()];
    server = await HostileServer.start((_, response) => {
      const [status, body] = answers.shift() ?? [500, null];
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(body === null ? undefined : JSON.stringify(body));
    });
    const log = new RecordedLog();
    const worker = new EnrollmentWorker({
      createClient: (apiBaseUrl) =>
        createEnrollmentClient({
          apiBaseUrl,
          transport: createNodeTransport(),
          clientInfo: { name: 'onbench', version: '0.1.0', platform: 'linux' },
          wallTimeMs: Date.now,
          log,
        }),
      workstation: new FakeWorkstation(),
      admission: admissionBy({ kind: 'none' }),
      journal: new EnrollmentJournal({
        file: new FakeJournalFile(),
        keyring: new FakeKeyring(),
        log,
      }),
      wallTimeMs: Date.now,
      clock: new SystemClock(),
      nudges: new NudgeSource(),
      random: Math.random,
      log,
    });
    const end = new Promise<EnrollmentState>((resolve) => {
      worker.subscribe((state) => {
        if (state.kind === 'enrolled' || state.kind === 'failed') resolve(state);
      });
    });
    worker.start(server.origin);

    expect((await end).kind).toBe('enrolled');
    const deviceCode = JSON.stringify({ device_code: DEVICE_CODE });
    const forgejo = '/api/v1/forgejo';
    expect(
      server.received.map(({ method, url, headers, body }) => [
        `${method} ${url}`,
        headers.authorization,
        body,
      ]),
    ).toEqual([
      [`GET ${forgejo}/whoami`, undefined, ''],
      [`POST ${forgejo}/device-codes`, undefined, expect.stringContaining(FAKE_KEY.publicKeyLine)],
      [`POST ${forgejo}/device-codes/poll`, undefined, deviceCode],
      [`POST ${forgejo}/device-codes/poll`, undefined, deviceCode],
      [`POST ${forgejo}/device-codes/ack`, undefined, deviceCode],
      [`GET ${forgejo}/whoami`, `Bearer ${API_TOKEN}`, ''],
    ]);
  });
});
