import { describe, expect, it } from 'vitest';
import { startResponse, tokenResponse } from '../../../protocol/src/device-code-grant.ts';
import { parseSshPublicKey } from '../../../protocol/src/ssh-public-key.ts';
import { credentials } from '../../../server/src/db/schema.ts';
import { eachTestApp } from '../../support/each-test-app.ts';
import { newPublicKey } from '../../support/new-public-key.ts';
import type { TestApp } from '../../support/test-app.ts';

let test: TestApp;
eachTestApp((app) => {
  test = app;
});

const START = '/api/v1/forgejo/device-codes';
const POLL = `${START}/poll`;

describe('start', () => {
  it('answers 201 with codes and links', async () => {
    const response = await test.post(START, {
      public_key: newPublicKey(),
      hostname: 'lab-mac-01',
      capabilities: ['ack'],
      some_future_key: 1,
    });
    expect(response.statusCode).toBe(201);
    const body = response.json();
    expect(startResponse.safeParse(body).success).toBe(true);
    expect(body).toEqual({
      device_code: expect.stringMatching(/^[A-Za-z0-9_-]{43}$/),
      user_code: expect.stringMatching(/^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$/),
      verification_url: 'https://enroll.example/device',
      verification_url_complete: `https://enroll.example/device?user_code=${body.user_code}`,
      expires_at: '2026-05-09T12:15:00.000Z',
      interval_seconds: 5,
    });
    expect(response.headers['cache-control']).toBe('no-store');
  });

  it.each([
    ['no key', { hostname: 'a' }],
    ['an empty key', { public_key: '', hostname: 'a' }],
    ['an rsa key', { public_key: 'ssh-rsa AAAAB3NzaC1yc2E=', hostname: 'a' }],
    ['a damaged key', { public_key: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5', hostname: 'a' }],
    ['options before the key', { public_key: `restrict ${newPublicKey()}`, hostname: 'a' }],
    ['two lines', { public_key: `${newPublicKey()}\n${newPublicKey()}`, hostname: 'a' }],
    ['no host name', { public_key: newPublicKey() }],
    ['a host name with markup', { public_key: newPublicKey(), hostname: '<b>' }],
    ['a list', []],
  ])('refuses %s with 400', async (_name, body) => {
    const response = await test.post(START, body);
    expect(response.statusCode).toBe(400);
    expect(response.json()).toEqual({ code: expect.any(String), message: expect.any(String) });
  });

  it('refuses a key that is in use, and takes it again when its token is revoked', async () => {
    const publicKey = newPublicKey();
    const { bearer } = await test.enroll(undefined, { public_key: publicKey });
    const again = { public_key: publicKey, hostname: 'lab-mac-02' };
    const refused = await test.post(START, again);
    expect(refused.statusCode).toBe(400);
    expect(refused.json().message).toContain('fingerprint rejected');
    await test.app.inject({
      method: 'DELETE',
      url: '/api/v1/forgejo/tokens/self',
      headers: bearer,
    });
    expect((await test.post(START, again)).statusCode).toBe(201);
  });

  it('limits an address to 60 a minute, with Retry-After', async () => {
    const statuses: number[] = [];
    for (let count = 0; count < 61; count += 1) {
      statuses.push((await test.post(START, {})).statusCode);
    }
    expect(statuses.slice(0, 60).every((status) => status === 400)).toBe(true);
    expect(statuses[60]).toBe(429);
    const response = await test.post(START, {});
    expect(Number(response.headers['retry-after'])).toBeGreaterThan(0);
    expect(response.json().code).toBe('too_many_attempts');
  });

  it('answers malformed JSON with 400 and does not repeat it', async () => {
    const response = await test.app.inject({
      method: 'POST',
      url: POLL,
      headers: { 'content-type': 'application/json' },
      payload: '{"device_code": canary-in-a-body',
    });
    expect(response.statusCode).toBe(400);
    expect(response.body).not.toContain('canary');
    expect(test.log.join('')).not.toContain('canary');
  });
});

describe('poll', () => {
  it('is 425 until somebody decides', async () => {
    const { device_code } = await test.start();
    const response = await test.poll(device_code);
    expect(response.statusCode).toBe(425);
    expect(response.json().code).toBe('authorization_pending');
  });

  it('mints once after the approval, and is 410 ever after', async () => {
    const started = await test.start({ public_key: newPublicKey() });
    await test.decide('approve', started.user_code, await test.signIn());
    const response = await test.poll(started.device_code);
    expect(response.statusCode).toBe(200);
    const body = response.json();
    expect(tokenResponse.safeParse(body).success).toBe(true);
    const [fingerprint] = test.gitHost.keys.keys();
    const repository = {
      repository_identifier: 'NMGRL/MetaData',
      ssh_url: 'git@pychron-NMGRL:NMGRL/MetaData.git',
      https_url: '',
      branch: 'main',
    };
    const alias = {
      alias: 'pychron-NMGRL',
      real_host: 'repo.example',
      port: 2222,
      known_hosts_line: test.gitHost.endpoint.knownHostsLine,
    };
    expect(body).toEqual({
      api_token: expect.stringMatching(/^pcy_NMGRL_[A-Za-z0-9_-]{43}$/),
      lab: 'NMGRL',
      api_base_url: 'https://enroll.example',
      default_metadata_repo: repository,
      ssh_host_alias: alias,
      ssh_key: {
        bot_username: expect.stringMatching(/^bot-NMGRL-[0-9a-f]{8}$/),
        fingerprint,
        rotated: false,
        default_metadata_repo: repository,
        ssh_host_alias: alias,
      },
    });
    expect((await test.poll(started.device_code)).statusCode).toBe(410);
  });

  it('lets exactly one of many concurrent polls have the token', async () => {
    const started = await test.start();
    await test.decide('approve', started.user_code, await test.signIn());
    const responses = await Promise.all(
      Array.from({ length: 30 }, () => test.poll(started.device_code)),
    );
    const statuses = responses.map((response) => response.statusCode).sort();
    expect(statuses).toEqual([200, ...Array.from({ length: 29 }, () => 410)]);
    expect(test.gitHost.keys.size).toBe(1);
  });

  it('is 403 with a JSON body after a denial', async () => {
    const started = await test.start();
    await test.decide('deny', started.user_code, await test.signIn());
    const response = await test.poll(started.device_code);
    expect(response.statusCode).toBe(403);
    expect(response.json().code).toBe('access_denied');
  });

  it('gives one and the same 410 for unknown, used and expired codes', async () => {
    const { started } = await test.enroll();
    const expiring = await test.start();
    const used = await test.poll(started.device_code);
    const unknown = await test.poll('no-such-code');
    test.clock.advance(15 * 60);
    const expired = await test.poll(expiring.device_code);
    for (const response of [used, unknown, expired]) expect(response.statusCode).toBe(410);
    expect(new Set([used.body, unknown.body, expired.body]).size).toBe(1);
    const namesOf = (response: typeof used) => Object.keys(response.headers).sort();
    expect(namesOf(used)).toEqual(namesOf(unknown));
    expect(namesOf(expired)).toEqual(namesOf(unknown));
  });

  it('does not mint for an approval that nobody came for in time', async () => {
    const started = await test.start();
    await test.decide('approve', started.user_code, await test.signIn());
    test.clock.advance(15 * 60);
    expect((await test.poll(started.device_code)).statusCode).toBe(410);
    expect(test.gitHost.keys.size).toBe(0);
  });

  it('slows a code down that is polled faster than half the interval, for good', async () => {
    const { device_code } = await test.start();
    const answers: [number, unknown][] = [];
    for (const wait of [5, 5, 2.4, 4.9, 7.6]) {
      test.clock.advance(wait);
      const response = await test.poll(device_code);
      answers.push([response.statusCode, response.headers['retry-after']]);
    }
    expect(answers).toEqual([
      [425, undefined],
      [425, undefined],
      [429, '10'],
      // Half of 10 s is the measure now.
      [429, '15'],
      [425, undefined],
    ]);
  });

  it('answers a git host failure with 502, spends the code and takes the key back', async () => {
    const started = await test.start();
    await test.decide('approve', started.user_code, await test.signIn());
    test.gitHost.failWith = new Error('disk full');
    const response = await test.poll(started.device_code);
    expect(response.statusCode).toBe(502);
    expect(response.body).not.toContain('disk');
    test.gitHost.failWith = null;
    expect((await test.poll(started.device_code)).statusCode).toBe(410);
    expect(test.gitHost.keys.size).toBe(0);
  });

  it('is 400 when somebody else has the key on the git host, and gives no token', async () => {
    const publicKey = newPublicKey();
    const started = await test.start({ public_key: publicKey });
    await test.decide('approve', started.user_code, await test.signIn());
    test.gitHost.taken.add(parseSshPublicKey(publicKey)?.fingerprint ?? '');
    expect((await test.poll(started.device_code)).statusCode).toBe(400);
    expect((await test.poll(started.device_code)).statusCode).toBe(410);
    expect(await test.db.select().from(credentials)).toEqual([]);
  });

  it('is 400 when the key came into use since the start, and the code is spent', async () => {
    const publicKey = newPublicKey();
    const second = await test.start({ public_key: publicKey });
    const { minted } = await test.enroll(undefined, { public_key: publicKey });
    await test.decide('approve', second.user_code, await test.signIn());
    const response = await test.poll(second.device_code);
    expect(response.statusCode).toBe(400);
    expect(response.json().message).toContain('fingerprint rejected');
    expect((await test.poll(second.device_code)).statusCode).toBe(410);
    // The key of the first enrollment still works.
    expect([...test.gitHost.keys.keys()]).toEqual([minted.ssh_key.fingerprint]);
  });
});
