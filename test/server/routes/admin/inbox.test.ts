import { describe, expect, it } from 'vitest';
import { type Inbox, inbox } from '../../../../protocol/src/admin-api.ts';
import { eachTestApp } from '../../../support/each-test-app.ts';
import { newPublicKey } from '../../../support/new-public-key.ts';
import { RommDevice } from '../../../support/romm-device.ts';
import { EMAIL, type TestApp } from '../../../support/test-app.ts';

const INBOX = '/api/v1/admin/inbox';

let test: TestApp;
let administrator: Record<string, string>;
eachTestApp(async (app) => {
  test = app;
  administrator = await test.signIn();
});

async function read(known?: string): Promise<Inbox> {
  const query = known === undefined ? '' : `?known=${known}`;
  const response = await test.get(`${INBOX}${query}`, administrator);
  return inbox.strict().parse(response.json());
}

async function deny(id: string, headers = administrator) {
  return await test.post(`${INBOX}/deny`, { id }, headers);
}

describe('the inbox', () => {
  it('has what waits, newest first, and neither code nor hash', async () => {
    const first = await test.start({ hostname: 'first' });
    test.clock.advance(1);
    const second = await test.start({ hostname: 'second' });
    const response = await test.get(INBOX, administrator);
    const { requests } = response.json<Inbox>();
    expect(requests.map(({ hostname }) => hostname)).toEqual(['second', 'first']);
    expect(requests[0]?.key_fingerprint).toMatch(/^SHA256:/);
    for (const { user_code, device_code } of [first, second]) {
      expect(response.body).not.toContain(user_code);
      expect(response.body).not.toContain(user_code.replace('-', ''));
      expect(response.body).not.toContain(device_code);
    }
    expect(response.body).not.toMatch(/hash/i);
  });

  it('leaves out what is decided, what has expired and what people pair', async () => {
    await test.start({ hostname: 'expired' });
    test.clock.advance(15 * 60);
    const decided = await test.start({ hostname: 'decided' });
    await test.decide('deny', decided.user_code, administrator);
    await new RommDevice(test).init();
    expect((await read()).requests).toEqual([]);
  });

  it('says of a workstation whether it was enrolled before', async () => {
    await test.enroll();
    await test.start({ public_key: newPublicKey() });
    await test.start({ hostname: 'new', public_key: newPublicKey() });
    const known = (await read()).requests.map((each) => [each.hostname, each.known_workstation]);
    expect(Object.fromEntries(known)).toEqual({ 'lab-mac-01': true, new: false });
  });

  it('is empty for who administers no lab', async () => {
    await test.start();
    await test.db.execute('delete from administrator_labs');
    expect((await read()).requests).toEqual([]);
  });

  it('answers who knows its version only when something has changed', async () => {
    const { version } = await read();
    let answered = false;
    const waiting = read(version).then((answer) => {
      answered = true;
      return answer;
    });
    await test.get('/api/v1/session', administrator);
    expect(answered).toBe(false);
    await test.start();
    const { requests, version: next } = await waiting;
    expect([requests.length, next === version]).toEqual([1, false]);
  });

  it('lets nobody wait for a server that stops', async () => {
    const waiting = read((await read()).version);
    await test.app.close();
    expect((await waiting).requests).toEqual([]);
  });
});

describe('denying from the inbox', () => {
  it('ends the request, for the workstation too', async () => {
    const started = await test.start();
    const [shown] = (await read()).requests;
    const response = await deny(shown?.id ?? '');
    expect(response.statusCode).toBe(200);
    expect(response.json()).toMatchObject({ status: 'denied', decided_by: EMAIL });
    expect((await test.poll(started.device_code)).statusCode).toBe(403);
    expect((await read()).requests).toEqual([]);
  });

  it('is 410 after another decision, which stands', async () => {
    const started = await test.start();
    const [shown] = (await read()).requests;
    await test.decide('approve', started.user_code, administrator);
    const response = await deny(shown?.id ?? '');
    expect([response.statusCode, response.json().code]).toEqual([410, 'already_decided']);
    expect((await test.poll(started.device_code)).statusCode).toBe(200);
  });

  it('is 404 for what has expired, is unknown or is a device of a person', async () => {
    await test.start();
    const [shown] = (await read()).requests;
    test.clock.advance(15 * 60);
    await new RommDevice(test).init();
    const { rows } = (await test.db.execute("select id from grants where dialect = 'romm'")) as {
      rows: { id: string }[];
    };
    const unknown = '6f1c1f4e-3c39-4a5e-8f0a-1f1f5f0c9a11';
    for (const id of [shown?.id ?? '', rows[0]?.id ?? '', unknown]) {
      const response = await deny(id);
      expect([response.statusCode, response.json().code]).toEqual([404, 'not_found']);
    }
  });

  it('is 404 for who administers no lab', async () => {
    const started = await test.start();
    const [shown] = (await read()).requests;
    await test.db.execute('delete from administrator_labs');
    expect((await deny(shown?.id ?? '')).statusCode).toBe(404);
    expect((await test.poll(started.device_code)).statusCode).toBe(425);
  });

  it('is 403 without a CSRF token or from another origin', async () => {
    const started = await test.start();
    const [shown] = (await read()).requests;
    for (const forged of [{ 'x-csrf-token': '' }, { origin: 'https://evil.example' }]) {
      const response = await deny(shown?.id ?? '', { ...administrator, ...forged });
      expect(response.statusCode).toBe(403);
    }
    expect((await test.poll(started.device_code)).statusCode).toBe(425);
  });

  it('has no route that approves', async () => {
    await test.start();
    const [shown] = (await read()).requests;
    const response = await test.post(`${INBOX}/approve`, { id: shown?.id }, administrator);
    expect(response.statusCode).toBe(404);
  });
});
