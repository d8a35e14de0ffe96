import { desc, eq } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import type { GrantSummary } from '../../../../protocol/src/approval-api.ts';
import { type ExpectedList, expectedList } from '../../../../protocol/src/expected-api.ts';
import { auditEvents } from '../../../../server/src/db/audit-schema.ts';
import { announcement } from '../../../support/announcement.ts';
import { eachTestApp } from '../../../support/each-test-app.ts';
import { OAuthFlow } from '../../../support/oauth-flow.ts';
import { EMAIL, type TestApp } from '../../../support/test-app.ts';

const EXPECTED = '/api/v1/admin/expected';

let test: TestApp;
let ada: Record<string, string>;
eachTestApp((app) => {
  test = app;
});
beforeEach(async () => {
  ada = await test.signIn();
});

async function list(headers = ada): Promise<ExpectedList> {
  return expectedList.strict().parse((await test.get(EXPECTED, headers)).json());
}

async function announce(changes: Parameters<typeof announcement>[1] = {}) {
  return await test.post(EXPECTED, announcement(test, changes), ada);
}

async function asks(reasons: boolean) {
  return await test.post(`${EXPECTED}/reasons`, { lab: 'NMGRL', asks: reasons }, ada);
}

async function lookUp(userCode: string, headers = ada): Promise<GrantSummary> {
  return (await test.decide('lookup', userCode, headers)).json<GrantSummary>();
}

const ANNOUNCED = {
  lab: 'NMGRL',
  technician_email: 'tom@nmgrl.example',
  announced_by: EMAIL,
};

describe('announcing devices', () => {
  it('lists what is expected, with who announced it', async () => {
    const response = await announce({ hostnames: ['b', 'a', 'a'] });
    expect(response.statusCode).toBe(201);
    const { devices } = await list();
    expect(devices.map(({ hostname }) => hostname)).toEqual(['a', 'b']);
    expect(devices[0]).toMatchObject({ ...ANNOUNCED, state: 'expected' });
  });

  it.each([
    ['no host name', { hostnames: [] }],
    ['what is no host name', { hostnames: ['two words'] }],
    ['an end before the beginning', { ends_at: '2026-05-08T00:00:00Z' }],
    ['more than a year', { ends_at: '2028-05-08T00:00:00Z' }],
    ['what is no e-mail address', { technician_email: 'tom' }],
  ])('refuses %s', async (_name, changes) => {
    expect((await announce(changes)).statusCode).toBe(400);
    expect((await list()).devices).toEqual([]);
  });

  it('is for labs that one administers', async () => {
    const response = await announce({ lab: 'OTHER' });
    expect([response.statusCode, response.json().code]).toEqual([403, 'forbidden']);
  });

  it('shows nothing of it to administrators of other labs', async () => {
    await announce();
    const { devices, labs } = await list(await test.signIn('eve@example.org'));
    expect([devices, labs.map(({ name }) => name)]).toEqual([[], ['OTHER']]);
  });

  it('can be withdrawn', async () => {
    const { devices } = (await announce()).json<ExpectedList>();
    const response = await test.app.inject({
      method: 'DELETE',
      url: `${EXPECTED}/${devices[0]?.id}`,
      headers: ada,
    });
    expect([response.statusCode, response.json().devices]).toEqual([200, []]);
  });
});

describe('a request that was announced', () => {
  it.each(['lab-mac-01', 'LAB-mac-01'])('is expected, as %s', async (hostname) => {
    await announce();
    const { user_code } = await test.start({ hostname });
    expect((await lookUp(user_code)).expected).toEqual([ANNOUNCED]);
    const { requests } = (await test.get('/api/v1/admin/inbox', ada)).json();
    expect(requests[0].expected).toEqual([ANNOUNCED]);
  });

  it('is not expected under another name, in another lab, or as a program', async () => {
    await announce();
    const other = await test.start({ hostname: 'lab-mac-02' });
    expect((await lookUp(other.user_code)).expected).toEqual([]);
    const own = await test.start();
    const eve = await test.signIn('eve@example.org');
    expect((await lookUp(own.user_code, eve)).expected).toEqual([]);
    const program = await (await OAuthFlow.create(test)).start();
    const { hostname } = await lookUp(program.user_code);
    await announce({ hostnames: [hostname.replaceAll(' ', '-')] });
    expect((await lookUp(program.user_code)).expected).toEqual([]);
  });

  it('is expected from the first moment up to the last', async () => {
    const at = (hours: number) => new Date(Date.UTC(2026, 4, 9, 12 + hours)).toISOString();
    await announce({ starts_at: at(1), ends_at: at(2) });
    const seen: number[] = [];
    for (const minutes of [59, 1, 59, 1]) {
      test.clock.advance(minutes * 60);
      ada = await test.signIn();
      seen.push((await lookUp((await test.start()).user_code)).expected.length);
    }
    expect(seen).toEqual([0, 1, 1, 0]);
    expect((await list()).devices[0]?.state).toBe('missed');
  });

  it('is expected once: after its approval another one of that name is not', async () => {
    await announce();
    const first = await test.start();
    const second = await test.start();
    await test.decide('approve', first.user_code, ada);
    expect((await lookUp(second.user_code)).expected).toEqual([]);
    expect((await list()).devices[0]?.state).toBe('met');
  });

  it('stays expected after one was denied', async () => {
    await announce();
    await test.decide('deny', (await test.start()).user_code, ada);
    expect((await lookUp((await test.start()).user_code)).expected).toEqual([ANNOUNCED]);
  });
});

describe('a reason', () => {
  it('is asked for from the first announcement of a lab on, unless somebody has said otherwise', async () => {
    const asking = async () => (await list()).labs[0]?.asks_for_reasons;
    expect(await asking()).toBe(false);
    await announce();
    expect(await asking()).toBe(true);
    await asks(false);
    await announce({ hostnames: ['another'] });
    expect(await asking()).toBe(false);
    await asks(true);
    expect(await asking()).toBe(true);
  });

  it('is needed to approve what nobody announced, and kept with the decision', async () => {
    await asks(true);
    const { user_code } = await test.start();
    expect((await lookUp(user_code)).reason_needed_in).toEqual(['NMGRL']);
    const without = await test.decide('approve', user_code, ada);
    expect([without.statusCode, without.json().code]).toEqual([422, 'reason_required']);
    const blank = await test.decide('approve', user_code, ada, { reason: '  ' });
    expect([blank.statusCode, blank.json().code]).toEqual([422, 'invalid_request']);
    const approved = await test.decide('approve', user_code, ada, { reason: ' Spare machine ' });
    expect([approved.statusCode, approved.json().reason]).toEqual([200, 'Spare machine']);
    const [event] = await test.db
      .select({ facts: auditEvents.facts })
      .from(auditEvents)
      .where(eq(auditEvents.kind, 'grant-approved'))
      .orderBy(desc(auditEvents.id));
    expect(event?.facts.reason).toBe('Spare machine');
  });

  it('is not needed for what was announced for that lab', async () => {
    await announce();
    const { user_code } = await test.start();
    expect((await lookUp(user_code)).reason_needed_in).toEqual([]);
    expect((await test.decide('approve', user_code, ada)).statusCode).toBe(200);
  });

  it('is never asked of a program with a token', async () => {
    const { bearer } = await test.enroll(['device-codes:approve'], { hostname: 'robot' });
    await asks(true);
    const { user_code } = await test.start();
    const scopes = ['device-codes:approve'];
    const response = await test.decide('approve', user_code, bearer, { scopes });
    expect([response.statusCode, response.json().reason]).toEqual([200, null]);
  });

  it('is not looked for before the code is', async () => {
    await asks(true);
    expect((await test.decide('approve', 'BCDF-GHJK', ada)).statusCode).toBe(404);
  });
});
