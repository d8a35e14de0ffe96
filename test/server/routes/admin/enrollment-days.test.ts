import { beforeEach, describe, expect, it } from 'vitest';
import type { GrantSummary } from '../../../../protocol/src/approval-api.ts';
import {
  type EnrollmentDay,
  enrollmentDayList,
} from '../../../../protocol/src/enrollment-day-api.ts';
import { enrollmentDay } from '../../../support/announcement.ts';
import { eachTestApp } from '../../../support/each-test-app.ts';
import { EMAIL, type Started, type TestApp } from '../../../support/test-app.ts';

const DAYS = '/api/v1/admin/enrollment-days';

let test: TestApp;
let ada: Record<string, string>;
eachTestApp((app) => {
  test = app;
});
beforeEach(async () => {
  ada = await test.signIn();
});

async function plan(changes: Parameters<typeof enrollmentDay>[1] = {}) {
  return await test.post(DAYS, enrollmentDay(test, changes), ada);
}

async function days(headers = ada): Promise<readonly EnrollmentDay[]> {
  return enrollmentDayList.strict().parse((await test.get(DAYS, headers)).json()).days;
}

const namesOf = (list: readonly { readonly hostname: string }[] = []) =>
  list.map(({ hostname }) => hostname);

async function approve({ user_code }: Started, body: Record<string, unknown> = {}) {
  return await test.decide('approve', user_code, ada, body);
}

describe('an enrollment day', () => {
  it('gathers what waits, oldest first, each with its fingerprint, and what is done', async () => {
    await plan();
    const first = await test.start({ hostname: 'first' });
    test.clock.advance(1);
    await test.start({ hostname: 'second' });
    const [day] = await days();
    expect([day?.state, namesOf(day?.waiting)]).toEqual(['open', ['first', 'second']]);
    expect(day?.waiting[0]?.key_fingerprint).toMatch(/^SHA256:/);

    await approve(first);
    const [later] = await days();
    expect([namesOf(later?.waiting), namesOf(later?.done)]).toEqual([['second'], ['first']]);
  });

  it('makes its requests expected, so that they take no reason', async () => {
    await plan();
    const { user_code } = await test.start();
    const found = (await test.decide('lookup', user_code, ada)).json<GrantSummary>();
    expect(found.expected).toEqual([
      { lab: 'NMGRL', technician_email: 'tom@nmgrl.example', announced_by: EMAIL },
    ]);
    expect(found.reason_needed_in).toEqual([]);
    expect((await test.decide('approve', user_code, ada)).statusCode).toBe(200);
  });

  it('is full after its last machine: what comes then is like any other request', async () => {
    await plan({ machines: 1 });
    const [first, second] = [await test.start(), await test.start({ hostname: 'second' })];
    await approve(first);
    const [day] = await days();
    expect([day?.state, day?.waiting]).toEqual(['full', []]);
    const refused = await approve(second);
    expect([refused.statusCode, refused.json().code]).toEqual([422, 'reason_required']);
    expect((await approve(second, { reason: 'One more' })).statusCode).toBe(200);
    expect(namesOf((await days())[0]?.done)).toEqual(['lab-mac-01']);
  });

  it('counts no more approvals than machines when they come at once', async () => {
    await plan({ machines: 2 });
    const started: Started[] = [];
    for (const hostname of ['a', 'b', 'c', 'd']) started.push(await test.start({ hostname }));
    await Promise.all(started.map((each) => approve(each, { reason: 'All of them' })));
    expect((await days())[0]?.done).toHaveLength(2);
  });

  it.each([
    ['another network', { networks: ['192.0.2.0/24', '2001:db8::/32'] }],
    ['later hours', { starts_at: '2026-05-09T13:00:00Z' }],
    ['earlier hours', { starts_at: '2026-05-09T10:00:00Z', ends_at: '2026-05-09T12:00:00Z' }],
  ])('is not for %s', async (_name, changes) => {
    await plan(changes);
    const { user_code } = await test.start();
    expect((await days())[0]?.waiting).toEqual([]);
    const found = (await test.decide('lookup', user_code, ada)).json<GrantSummary>();
    expect(found.expected).toEqual([]);
  });

  it.each(['127.0.0.1', '127.0.0.1/8', '127.0.0.0/8'])('names a network as %s', async (network) => {
    await plan({ networks: ['2001:db8::/32', network] });
    await test.start();
    expect((await days())[0]?.waiting).toHaveLength(1);
  });

  it.each([
    ['no network', { networks: [] }],
    ['every network', { networks: ['0.0.0.0/0'] }],
    ['what is no network', { networks: ['lab'] }],
    ['no machine', { machines: 0 }],
    ['more than a week', { ends_at: '2026-06-01T00:00:00Z' }],
  ])('refuses %s', async (_name, changes) => {
    expect((await plan(changes)).statusCode).toBe(400);
    expect(await days()).toEqual([]);
  });

  it('belongs to a lab that one administers, and is shown to nobody else', async () => {
    expect((await plan({ lab: 'OTHER' })).statusCode).toBe(403);
    await plan();
    await test.start();
    expect(await days(await test.signIn('eve@example.org'))).toEqual([]);
  });

  it('can be withdrawn: what waits is then like any other request', async () => {
    const [day] = (await plan()).json().days;
    const { user_code } = await test.start();
    const url = `${DAYS}/${day.id}`;
    const response = await test.app.inject({ method: 'DELETE', url, headers: ada });
    expect([response.statusCode, response.json()]).toEqual([200, { days: [] }]);
    expect((await test.decide('lookup', user_code, ada)).json().expected).toEqual([]);
  });
});
