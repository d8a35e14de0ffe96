import type { RequestListener } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { createEnrollmentClient } from '../../src/main/api/enrollment-client.ts';
import { createNodeTransport } from '../../src/main/api/node-transport.ts';
import { serverChecks } from '../../src/main/enrollment/server-checks.ts';
import { RecordedLog } from '../fakes/recorded-log.ts';
import { HostileServer } from '../support/hostile-server.ts';

const UNAUTHORIZED: RequestListener = (_, response) =>
  response.writeHead(401, { 'content-type': 'application/json' }).end('{"code":"unauthorized"}');

describe('the server’s checks over real HTTP', () => {
  let server: HostileServer;

  afterEach(() => server.stop());

  async function findings(
    answer: RequestListener,
    { isTls = false, wallTimeMs = Date.now, signal = new AbortController().signal } = {},
  ) {
    server = await HostileServer.start(answer, { isTls });
    const client = createEnrollmentClient({
      apiBaseUrl: server.origin,
      transport: createNodeTransport({ timeoutMs: 500 }),
      clientInfo: { name: 'onbench', version: '0.1.0', platform: 'linux' },
      wallTimeMs,
      log: new RecordedLog(),
    });
    const checks = serverChecks(client);
    const [way, clock] = await Promise.all(checks.map((check) => check.run(signal)));
    return { way, clock };
  }

  it('pass at a server of the protocol, which is asked once and told nothing', async () => {
    expect(await findings(UNAUTHORIZED)).toEqual({
      way: { kind: 'passed' },
      clock: { kind: 'passed' },
    });
    expect(server.received).toMatchObject([
      { method: 'GET', url: '/api/v1/forgejo/whoami', body: '' },
    ]);
    expect(server.received[0]?.headers).not.toHaveProperty('authorization');
    expect(server.received[0]?.headers).not.toHaveProperty('cookie');
  });

  it.each<[string, RequestListener, string]>([
    ['keeps silent', () => undefined, 'timed-out'],
    ['hangs up', (_, response) => response.socket?.destroy(), 'interrupted'],
    [
      'speaks something else',
      (_, response) => response.socket?.end('SSH-2.0-OpenSSH_9.2\r\n'),
      'interrupted',
    ],
    [
      'sends us elsewhere',
      (_, response) => response.writeHead(302, { location: 'https://sign-in.example/' }).end(),
      'redirected',
    ],
    ['floods us', (_, response) => response.end('a'.repeat(1024 * 1024)), 'answer-too-large'],
    ['is a proxy', (_, response) => response.writeHead(407).end(), 'proxy'],
    ['answers a sign-in page', (_, response) => response.end('<html>'), 'not-enrollment-server'],
    [
      'is a gateway without a server',
      (_, response) => response.writeHead(502).end(),
      'server-troubled',
    ],
  ])('name a server that %s', async (_, answer, kind) => {
    expect((await findings(answer)).way).toMatchObject({ kind: 'problem', problem: { kind } });
  });

  it('name a certificate that nobody vouches for, and send nothing', async () => {
    const { way, clock } = await findings(UNAUTHORIZED, { isTls: true });
    expect(way).toMatchObject({ problem: { kind: 'certificate-not-trusted' } });
    expect(clock).toEqual({ kind: 'skipped', reason: 'server-not-reached' });
    expect(server.received).toEqual([]);
  });

  it('measure a clock that is off', async () => {
    const wallTimeMs = () => Date.now() - 5 * 3_600_000;
    const { clock } = await findings(UNAUTHORIZED, { wallTimeMs });
    expect(clock).toMatchObject({ problem: { kind: 'clock-far-off' } });
    if (clock?.kind !== 'problem' || clock.problem.kind !== 'clock-far-off') throw new Error();
    expect(Math.round(clock.problem.offByMs / 60_000)).toBe(-300);
  });

  it.each(['Thu, 01 Jan 1970 00:00:00 GMT', 'yesterday'])('survive the Date %j', async (date) => {
    const { clock } = await findings((request, response) => {
      response.setHeader('date', date);
      UNAUTHORIZED(request, response);
    });
    expect(clock?.kind).toBe(date === 'yesterday' ? 'skipped' : 'problem');
  });
});
