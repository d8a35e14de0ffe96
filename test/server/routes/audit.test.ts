import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { AUDIT_EXPORT_PATH, AUDIT_PATH, type AuditPage } from '../../../protocol/src/audit.ts';
import { Secret } from '../../../protocol/src/secret.ts';
import { recordEvents } from '../../../server/src/audit/record-event.ts';
import { sealEvents } from '../../../server/src/audit/seal-events.ts';
import { revokeUnacknowledged } from '../../../server/src/credentials/revoke-unacknowledged.ts';
import { hashUserCode } from '../../../server/src/grants/user-code.ts';
import { hashOf } from '../../../server/src/secrets/random-secret.ts';
import { ADA as SOMEBODY } from '../../support/agents.ts';
import { eachTestApp } from '../../support/each-test-app.ts';
import { PASSWORD, PUBLIC_URL, type TestApp } from '../../support/test-app.ts';

let test: TestApp;
eachTestApp((app) => {
  test = app;
});

const EVE = 'eve@example.org';

async function read(headers: Record<string, string>, query = ''): Promise<AuditPage> {
  const response = await test.get(`${AUDIT_PATH}${query}`, headers);
  expect(response.statusCode).toBe(200);
  return response.json();
}

async function kindsSeen(headers: Record<string, string>, query = ''): Promise<string[]> {
  return (await read(headers, query)).events.map(({ kind }) => kind);
}

async function signIn(email: string, password: string) {
  return await test.post('/api/v1/session', { email, password }, { origin: PUBLIC_URL });
}

describe('reading the audit log', () => {
  it('tells one enrollment from its start on, newest first', async () => {
    const { minted } = await test.enroll();
    const { events, next } = await read(await test.signIn(), `?text=${'lab-mac-01'}`);
    expect(next).toBeNull();
    const [started] = events;
    expect(events).toEqual([
      expect.objectContaining({
        kind: 'grant-started',
        actor: 'workstation',
        lab: null,
        address: '127.0.0.1',
        facts: expect.objectContaining({ key_fingerprint: minted.ssh_key.fingerprint }),
      }),
    ]);
    const story = await kindsSeen(await test.signIn(), `?text=${started?.grant_id}`);
    expect(story).toEqual(['credential-minted', 'grant-approved', 'grant-started']);
  });

  it('shows nobody what concerns other labs only (security.md T23)', async () => {
    await test.enroll();
    await signIn('ada@example.org', 'a guess');
    const eve = await test.signIn(EVE);
    expect(await kindsSeen(eve)).toEqual(['signed-in', 'lab-added']);
    const { events } = await read(eve);
    expect(events.map(({ actor_name, lab }) => [actor_name, lab])).toEqual([
      [EVE, null],
      [null, 'OTHER'],
    ]);
  });

  it('shows everything to who looks after the server, and their own labs to a token of theirs', async () => {
    const { bearer } = await test.enroll(['workstations:register_ssh_key', 'device-codes:approve']);
    await signIn('ada@example.org', 'a guess');
    await test.db.execute(
      sql`update administrators set server_administrator = true where email = ${EVE}`,
    );
    const eve = await test.signIn(EVE);
    expect(await kindsSeen(eve)).toEqual(
      expect.arrayContaining(['sign-in-refused', 'credential-minted', 'administrator-added']),
    );
    const file = await test.get(`${AUDIT_EXPORT_PATH}?format=jsonl`, eve);
    expect(file.body).toContain('"sign-in-refused"');
    expect(await kindsSeen(bearer)).not.toContain('sign-in-refused');
  });

  it('is 401 for nobody', async () => {
    for (const path of [AUDIT_PATH, `${AUDIT_EXPORT_PATH}?format=csv`]) {
      expect((await test.get(path)).statusCode).toBe(401);
    }
  });

  it.each([
    ['kind', '?kind=grant-denied', ['grant-denied']],
    ['lab', '?lab=NMGRL', ['lab-added']],
    ['a part of the actor', '?actor=ADA@', ['grant-denied', 'signed-in']],
    ['a part of the text', '?text=lab-MAC', []],
    ['text with a wildcard in it', '?text=%25', []],
    ['a time before', '?to=2020-01-01T00:00:00Z', []],
    ['a time since', '?from=2020-01-01T00:00:00Z&kind=lab-added', ['lab-added']],
  ])('narrows down by %s', async (_name, query, kinds) => {
    const { user_code } = await test.start();
    const ada = await test.signIn();
    await test.decide('deny', user_code, ada);
    expect(await kindsSeen(ada, query)).toEqual(kinds);
  });

  it.each(['?kind=nonsense', '?from=yesterday', '?before=x'])('is 400 for %s', async (query) => {
    expect((await test.get(`${AUDIT_PATH}${query}`, await test.signIn())).statusCode).toBe(400);
  });

  it('goes through every event once, page by page, while new ones arrive', async () => {
    const by = SOMEBODY;
    const events = Array.from({ length: 120 }, (_, index) => ({
      kind: 'password-changed' as const,
      by,
      lab: 'NMGRL',
      facts: { email: `p${index}@example.org` },
    }));
    await recordEvents(test.db, events);
    const ada = await test.signIn();
    const seen: number[] = [];
    let query = '?kind=password-changed';
    for (;;) {
      const page = await read(ada, query);
      seen.push(...page.events.map(({ id }) => id));
      if (page.next === null) break;
      query = `?kind=password-changed&before=${page.next}`;
      await recordEvents(test.db, events.slice(0, 1));
    }
    expect(seen).toHaveLength(120);
    expect(seen).toEqual([...seen].sort((a, b) => b - a));
  });

  it('says which events are sealed', async () => {
    const ada = await test.signIn();
    expect((await read(ada)).events[0]?.position).toBeNull();
    await sealEvents(test.db, Buffer.alloc(32));
    await sealEvents(test.db, Buffer.alloc(32));
    expect((await read(ada)).events[0]?.position).toBeGreaterThan(0);
  });
});

describe('the export', () => {
  it('is one line of JSON an event', async () => {
    const ada = await test.signIn();
    const response = await test.get(`${AUDIT_EXPORT_PATH}?format=jsonl&kind=lab-added`, ada);
    expect(response.headers['content-disposition']).toBe(
      'attachment; filename="onbench-audit.jsonl"',
    );
    const lines = response.body.trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line).lab)).toEqual(['NMGRL']);
  });

  it('is CSV that no spreadsheet runs', async () => {
    const { user_code } = await test.start({
      client: { name: '=cmd|"x"', version: '1', platform: 'l' },
    });
    const ada = await test.signIn();
    await test.decide('approve', user_code, ada);
    await recordEvents(test.db, [
      { kind: 'lab-added', by: { ...SOMEBODY, name: '=1+1' }, lab: 'NMGRL', facts: {} },
    ]);
    const { body } = await test.get(`${AUDIT_EXPORT_PATH}?format=csv`, ada);
    const [header, first] = body.split('\r\n');
    expect(header).toBe(
      'id,at,kind,actor,actor_name,lab,grant_id,credential_id,device_id,address,facts,position',
    );
    expect(first).toMatch(/,lab-added,administrator,'=1\+1,NMGRL,,,,127\.0\.0\.1,\{\},$/);
    expect(body).toContain('""client"":""=cmd|\\""x\\""""');
  });
});

describe('what is told', () => {
  it('names the account of a refused sign-in when there is one, and never what a stranger typed', async () => {
    await signIn('ada@example.org', 'a guess');
    await signIn('private-address@example.net', 'a guess');
    const rows = await test.db.execute(
      sql`select string_agg(facts::text, ' ' order by id) as told from audit_events where kind = 'sign-in-refused'`,
    );
    expect(JSON.stringify(rows)).toContain('ada@example.org');
    expect(JSON.stringify(rows)).not.toContain('private-address');
  });

  it('names who signs out, and nobody for a cookie that is none', async () => {
    const ada = await test.signIn();
    const request = { method: 'DELETE', url: '/api/v1/session' } as const;
    await test.app.inject({ ...request, headers: ada });
    await test.app.inject({ ...request, headers: ada });
    const { events } = await read(await test.signIn(), '?kind=signed-out');
    expect(events.map(({ actor_name }) => actor_name)).toEqual(['ada@example.org']);
  });

  it('tells a lost token that the server ends by itself', async () => {
    await test.enroll(undefined, { capabilities: ['ack'] });
    test.clock.advance(15 * 60);
    await revokeUnacknowledged(test, test.app.log);
    const [event] = (await read(await test.signIn(), '?kind=credential-revoked')).events;
    expect(event).toMatchObject({ actor: 'server', facts: { reason: 'not-acknowledged' } });
  });

  it('tells each delivery again, and an acknowledgement once', async () => {
    const { started } = await test.enroll(undefined, { capabilities: ['ack'] });
    await test.poll(started.device_code);
    const path = '/api/v1/forgejo/device-codes/ack';
    for (let count = 0; count < 3; count += 1) {
      await test.post(path, { device_code: started.device_code });
    }
    const kinds = await kindsSeen(await test.signIn(), '?lab=NMGRL');
    expect(kinds.slice(0, 3)).toEqual([
      'credential-acknowledged',
      'credential-delivered-again',
      'credential-minted',
    ]);
  });

  it('holds no code, token, password, cookie or hash of one (security.md T07, T29)', async () => {
    const { started, minted } = await test.enroll(undefined, { capabilities: ['ack'] });
    await test.poll(started.device_code);
    const headers = await test.signIn();
    await test.decide('lookup', started.user_code, headers);
    const signedIn = await signIn('ada@example.org', PASSWORD);
    await signIn('ada@example.org', 'wrong canary password');
    const code = started.user_code.replace('-', '');
    const [, cookie = ''] = String(signedIn.headers['set-cookie']).match(/session=([^;]+)/) ?? [];
    const canaries = [
      started.device_code,
      minted.api_token,
      PASSWORD,
      'wrong canary',
      cookie,
      headers['x-csrf-token'] ?? '',
      started.user_code,
      code,
    ];
    const hashes = canaries.flatMap((canary) => [
      hashOf(new Secret(canary)),
      hashUserCode(Buffer.alloc(32, 7), canary),
    ]);
    const stored = JSON.stringify(
      await test.db.execute(sql`select audit_events::text as row from audit_events`),
    );
    expect(stored).toContain('credential-minted');
    for (const canary of [...canaries, ...hashes]) {
      expect(canary.length).toBeGreaterThan(5);
      expect(stored).not.toContain(canary);
    }
  });
});
