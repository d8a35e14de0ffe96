import { beforeEach, describe, expect, it } from 'vitest';
import { announcement, enrollmentDay } from '../../support/announcement.ts';
import { eachTestApp } from '../../support/each-test-app.ts';
import { OAuthFlow } from '../../support/oauth-flow.ts';
import { RommDevice } from '../../support/romm-device.ts';
import { EMAIL, PASSWORD, PUBLIC_URL, type TestApp } from '../../support/test-app.ts';

const FRESH_SECONDS = 5 * 60;

let test: TestApp;
let ada: Record<string, string>;
eachTestApp((app) => {
  test = app;
});
beforeEach(async () => {
  ada = await test.signIn();
});

describe('a sign-in of 5 minutes ago', () => {
  beforeEach(() => test.clock.advance(FRESH_SECONDS));

  it('still approves', async () => {
    const { user_code } = await test.start();
    expect((await test.decide('approve', user_code, ada)).statusCode).toBe(200);
  });
});

describe('an older sign-in', () => {
  beforeEach(() => test.clock.advance(FRESH_SECONDS + 1));

  it('approves no workstation, and the code stays pending', async () => {
    const started = await test.start();
    const response = await test.decide('approve', started.user_code, ada);
    expect([response.statusCode, response.json()]).toEqual([
      403,
      {
        code: 'fresh_sign_in_required',
        message: 'You signed in more than 5 minutes ago. Sign in again to go on.',
      },
    ]);
    expect((await test.poll(started.device_code)).statusCode).toBe(425);
  });

  it('approves no program', async () => {
    const flow = await OAuthFlow.create(test);
    const { user_code } = await flow.start();
    const response = await test.decide('approve', user_code, ada);
    expect([response.statusCode, response.json().code]).toEqual([403, 'fresh_sign_in_required']);
  });

  it('approves no device', async () => {
    const device = new RommDevice(test);
    const { device_code, user_code } = await device.init();
    const response = await device.approve(user_code, ada);
    expect([response.statusCode, response.json()]).toEqual([
      403,
      {
        code: 'fresh_sign_in_required',
        detail: 'You signed in more than 5 minutes ago. Sign in again to go on.',
      },
    ]);
    expect((await device.poll(device_code)).json().detail).toBe('authorization_pending');
  });

  it('says nothing about the code', async () => {
    const { user_code } = await test.start();
    const right = await test.decide('approve', user_code, ada);
    const wrong = await test.decide('approve', 'BCDF-GHJK', ada);
    expect(wrong.body).toBe(right.body);
  });

  it('still looks up and denies', async () => {
    const { user_code } = await test.start();
    expect((await test.decide('lookup', user_code, ada)).statusCode).toBe(200);
    expect((await test.decide('deny', user_code, ada)).statusCode).toBe(200);
  });

  it('approves once the password was given again', async () => {
    const { user_code } = await test.start();
    const response = await test.post(
      '/api/v1/session',
      { email: EMAIL, password: PASSWORD },
      { origin: PUBLIC_URL, cookie: ada.cookie ?? '' },
    );
    const [cookie] = response.cookies;
    const again = {
      origin: PUBLIC_URL,
      'x-csrf-token': response.json().csrf_token,
      cookie: `${cookie?.name}=${cookie?.value}`,
    };
    expect((await test.decide('approve', user_code, again)).statusCode).toBe(200);
  });
});

describe('administrators (whoever could change them could approve as them)', () => {
  const ADMINISTRATORS = '/api/v1/admin/administrators';
  const RIGHTS = { labs: ['NMGRL'], may_grant: [], server_administrator: false };

  beforeEach(async () => {
    await test.db.execute(
      `update administrators set server_administrator = true where email = '${EMAIL}'`,
    );
    test.clock.advance(FRESH_SECONDS + 1);
  });

  async function change(method: 'POST' | 'PUT' | 'DELETE', headers: Record<string, string>) {
    const { administrators } = (await test.get(ADMINISTRATORS, headers)).json();
    const eve = administrators.find(({ email }: { email: string }) => email === 'eve@example.org');
    const payload = {
      POST: { email: 'mallory@example.org', ...RIGHTS },
      PUT: RIGHTS,
      DELETE: undefined,
    }[method];
    return await test.app.inject({
      method,
      url: method === 'POST' ? ADMINISTRATORS : `${ADMINISTRATORS}/${eve.id}`,
      headers,
      ...(payload && { payload }),
    });
  }

  it.each(['POST', 'PUT', 'DELETE'] as const)(
    'stay as they are by %s with an older sign-in, and change with a fresh one',
    async (method) => {
      const before = (await test.get(ADMINISTRATORS, ada)).body;
      const stale = await change(method, ada);
      expect([stale.statusCode, stale.json().code]).toEqual([403, 'fresh_sign_in_required']);
      expect((await test.get(ADMINISTRATORS, ada)).body).toBe(before);
      const fresh = await change(method, await test.signIn());
      expect(fresh.statusCode).toBeLessThan(300);
      expect((await test.get(ADMINISTRATORS, ada)).body).not.toBe(before);
    },
  );
});

describe('what makes an approval ask for less', () => {
  const EXPECTED = '/api/v1/admin/expected';
  const DAYS = '/api/v1/admin/enrollment-days';
  const EASINGS = [
    ['an announcement', EXPECTED, () => announcement(test)],
    ['the end of asking for reasons', `${EXPECTED}/reasons`, () => ({ lab: 'NMGRL', asks: false })],
    ['an enrollment day', DAYS, () => enrollmentDay(test)],
  ] as const;

  it.each(EASINGS)('(%s) is refused with an older sign-in', async (_name, path, body) => {
    test.clock.advance(FRESH_SECONDS + 1);
    const stale = await test.post(path, body(), ada);
    expect([stale.statusCode, stale.json().code]).toEqual([403, 'fresh_sign_in_required']);
    const fresh = await test.post(path, body(), await test.signIn());
    expect(fresh.statusCode).toBeLessThan(300);
  });

  it('can be taken back with an older sign-in', async () => {
    const { devices } = (await test.post(EXPECTED, announcement(test), ada)).json();
    test.clock.advance(FRESH_SECONDS + 1);
    const url = `${EXPECTED}/${devices[0].id}`;
    const response = await test.app.inject({ method: 'DELETE', url, headers: ada });
    expect([response.statusCode, response.json().devices]).toEqual([200, []]);
  });
});

describe('a program with a token', () => {
  it('approves at any time', async () => {
    const { bearer } = await test.enroll(['workstations:register_ssh_key', 'device-codes:approve']);
    test.clock.advance(86_400);
    const { user_code } = await test.start();
    expect((await test.decide('approve', user_code, bearer)).statusCode).toBe(200);
  });
});

describe('an approval that says whether it was compared', () => {
  it.each(['lab', 'person'])('is 422 without the comparison, for a %s', async (kind) => {
    const device = new RommDevice(test);
    const response =
      kind === 'lab'
        ? await test.decide('approve', (await test.start()).user_code, ada, { compared: false })
        : await device.approve((await device.init()).user_code, ada, { compared: false });
    expect(response.statusCode).toBe(422);
    expect(response.body).toContain('compare with the screen of what asks before you approve');
  });

  it('is 200 with it', async () => {
    const { user_code } = await test.start();
    const response = await test.decide('approve', user_code, ada, { compared: true });
    expect(response.statusCode).toBe(200);
  });
});
