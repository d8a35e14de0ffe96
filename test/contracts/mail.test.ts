import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mailConfigFrom, mailEnvironment } from '../../server/src/config/mail-config.ts';
import { type Mailer, openMailer } from '../../server/src/mail/mailer.ts';
import { eachTestApp } from '../support/each-test-app.ts';
import { MailServer } from '../support/mail-server.ts';
import { newPublicKey } from '../support/new-public-key.ts';
import { scratchFolder } from '../support/scratch-folder.ts';
import { EMAIL, PUBLIC_URL, type TestApp } from '../support/test-app.ts';

/* What people are told by e-mail, over the wire to a real mail server. */

const FROM = 'onbench@enroll.example';

let test: TestApp;
let mail: MailServer;
let mailer: Mailer;
eachTestApp((app) => {
  test = app;
});
beforeEach(async () => {
  mail = await MailServer.start();
  mailer = await openMailerOf(`smtp://127.0.0.1:${mail.port}`);
});
afterEach(() => mail.stop());

async function openMailerOf(url: string, more: Record<string, string> = {}): Promise<Mailer> {
  const { ONBENCH_SMTP_URL, ONBENCH_SMTP_PASSWORD_FILE, ONBENCH_MAIL_FROM } = mailEnvironment;
  const config = mailConfigFrom({
    ONBENCH_SMTP_URL: ONBENCH_SMTP_URL.parse(url),
    ONBENCH_MAIL_FROM: ONBENCH_MAIL_FROM.parse(FROM),
    ONBENCH_SMTP_PASSWORD_FILE: ONBENCH_SMTP_PASSWORD_FILE.parse(more.passwordFile),
  });
  if (!config) throw new Error('No mail configuration');
  return await openMailer(config);
}

const letters = (subject: RegExp) =>
  mail.received.filter(({ headers }) => subject.test(headers.subject ?? ''));

const links = () =>
  letters(/in your name/).map(({ body }) => /not-me#([A-Za-z0-9_-]+)/.exec(body)?.[1] ?? '');

/** Minutes later, as the sweep comes by. */
async function sweepAfter(minutes: number): Promise<void> {
  test.clock.advance(minutes * 60);
  await test.sweepMail(mailer);
}

async function look(token: string) {
  return await test.post('/api/v1/disown/lookup', { token });
}

async function disown(token: string) {
  return await test.post('/api/v1/disown', { token });
}

describe('a letter to the technician', () => {
  it('says once what was approved, by whom, and how to end it', async () => {
    const { minted } = await test.enroll();
    await sweepAfter(1);
    await sweepAfter(1);
    const [letter, ...more] = letters(/in your name/);
    expect(more).toEqual([]);
    expect(letter?.to).toEqual(['tech@example.org']);
    expect(letter?.from).toBe(FROM);
    expect(letter?.body).toContain(`“${EMAIL}” approved “lab-mac-01” for the lab NMGRL`);
    expect(letter?.body).toContain(minted.ssh_key.fingerprint);
    expect(letter?.body).toContain(`${PUBLIC_URL}/not-me#${links()[0]}`);
    expect(letter?.raw).not.toContain(minted.api_token);
  });

  it('leaves nothing in the database that opens its link', async () => {
    await test.enroll();
    await sweepAfter(1);
    const [token = ''] = links();
    expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/);
    for (const table of ['grants', 'outbox', 'audit_events']) {
      const { rows } = (await test.db.execute(
        `select count(*)::int as n from ${table} t where t::text like '%${token}%'`,
      )) as { rows: { n: number }[] };
      expect([table, rows[0]?.n]).toEqual([table, 0]);
    }
    expect(test.log.join('')).not.toContain(token);
  });

  it('is not sent for what was denied', async () => {
    const { user_code } = await test.start();
    await test.decide('deny', user_code, await test.signIn());
    await sweepAfter(1);
    expect(letters(/in your name/)).toEqual([]);
  });
});

describe('this was not me', () => {
  it('ends token and key at once, by POST, and once', async () => {
    const { bearer, minted } = await test.enroll();
    await sweepAfter(1);
    const [token = ''] = links();
    const shown = await look(token);
    expect([shown.statusCode, shown.json()]).toMatchObject([
      200,
      { hostname: 'lab-mac-01', lab: 'NMGRL', approved_by: EMAIL },
    ]);
    expect((await test.get(`/api/v1/disown?token=${token}`)).statusCode).toBe(404);
    expect((await test.get('/api/v1/forgejo/whoami', bearer)).statusCode).toBe(200);

    expect((await disown(token)).statusCode).toBe(200);
    expect((await test.get('/api/v1/forgejo/whoami', bearer)).statusCode).toBe(401);
    expect([...test.gitHost.keys.keys()]).not.toContain(minted.ssh_key.fingerprint);
    expect([(await look(token)).statusCode, (await disown(token)).statusCode]).toEqual([404, 404]);
  });

  it('spoils an approval that the device has not come for yet', async () => {
    const started = await test.start();
    await test.decide('approve', started.user_code, await test.signIn());
    await sweepAfter(1);
    expect((await disown(links()[0] ?? '')).statusCode).toBe(200);
    expect((await test.poll(started.device_code)).statusCode).toBe(410);
  });

  it('is over when the credential is', async () => {
    const started = await test.start();
    const body = { expires_in: '30d' };
    await test.decide('approve', started.user_code, await test.signIn(), body);
    await test.poll(started.device_code);
    await sweepAfter(1);
    const [token = ''] = links();
    test.clock.advance(30 * 24 * 3_600 - 120);
    expect((await look(token)).statusCode).toBe(200);
    test.clock.advance(120);
    expect([(await look(token)).statusCode, (await disown(token)).statusCode]).toEqual([404, 404]);
  });

  it('answers every other token alike', async () => {
    const unknown = await look('A'.repeat(43));
    expect([unknown.statusCode, unknown.json().code]).toEqual([404, 'not_found']);
    expect((await disown('A'.repeat(43))).body).toBe(unknown.body);
    expect((await disown('short')).statusCode).toBe(400);
  });
});

describe('a letter to the administrators', () => {
  it('tells what waits, never a code, at most every 10 minutes and only of something new', async () => {
    const first = await test.start();
    await sweepAfter(1);
    await test.start({ hostname: 'second', public_key: newPublicKey() });
    for (let minute = 0; minute < 9; minute += 1) await sweepAfter(1);
    const toAda = () => letters(/for a decision/).filter(({ to }) => to[0] === EMAIL);
    expect(toAda().map(({ headers }) => headers.subject)).toEqual([
      '1 device waits for a decision',
    ]);
    await sweepAfter(1);
    expect(toAda().map(({ headers }) => headers.subject)).toEqual([
      '1 device waits for a decision',
      '2 devices wait for a decision',
    ]);
    await sweepAfter(11);
    expect(toAda()).toHaveLength(2);
    for (const { body } of toAda()) {
      expect(body).toContain('lab-mac-01');
      expect(body).not.toContain(first.user_code);
      expect(body).not.toContain(first.user_code.replace('-', ''));
    }
  });

  it('is not for who administers no lab', async () => {
    await test.db.execute('delete from administrator_labs');
    await test.start();
    await sweepAfter(1);
    expect(mail.received).toEqual([]);
  });
});

describe('what strangers chose', () => {
  it('adds no header, recipient or markup', async () => {
    const client = 'x\r\nBcc: eve@evil.example\r\n\r\n<img src=x onerror=alert(1)>\u202e';
    await test.start();
    await test.db.execute(`update grants set hostname = E'${client.replaceAll('\r\n', '\\r\\n')}'`);
    await sweepAfter(1);
    const [letter] = letters(/for a decision/);
    expect(mail.received.flatMap(({ to }) => to)).not.toContain('eve@evil.example');
    expect(letter?.headers).not.toHaveProperty('bcc');
    expect(letter?.body).not.toMatch(/^Bcc:/m);
    const html = letter?.body.split('text/html')[1];
    expect(html).not.toContain('<img');
    expect(html).toContain('&lt;img');
    expect(letter?.body).not.toContain('\u202e');
  });
});

describe('a mail server', () => {
  it('that refuses for now is asked again, later each time', async () => {
    await test.enroll();
    mail.refusals = [451, 451];
    await sweepAfter(1);
    await sweepAfter(1);
    expect(letters(/in your name/)).toEqual([]);
    await sweepAfter(1);
    await sweepAfter(3);
    expect(letters(/in your name/)).toEqual([]);
    await sweepAfter(1);
    expect(letters(/in your name/)).toHaveLength(1);
    expect((await look(links()[0] ?? '')).statusCode).toBe(200);
  });

  it('that refuses for good is not asked again', async () => {
    await test.enroll();
    mail.refusals = [550];
    await sweepAfter(1);
    await sweepAfter(60);
    expect(letters(/in your name/)).toEqual([]);
  });

  it('that is away keeps nobody from approving, and gets everything once it is back', async () => {
    const port = mail.port;
    await mail.stop();
    await test.enroll();
    await sweepAfter(1);
    mail = await MailServer.start();
    mailer = await openMailerOf(`smtp://127.0.0.1:${mail.port}`);
    expect(mail.port).not.toBe(port);
    await sweepAfter(2);
    expect(letters(/in your name/)).toHaveLength(1);
  });

  it('that asks for an account is given it from the file, and never the log', async () => {
    const folder = await scratchFolder();
    const passwordFile = join(folder, 'password');
    await writeFile(passwordFile, 'a-mail-password\n');
    mailer = await openMailerOf(`smtp://ada@127.0.0.1:${mail.port}`, { passwordFile });
    await test.enroll();
    await sweepAfter(1);
    expect(test.log.join('')).toContain('mail not sent');
    expect(test.log.join('')).not.toContain('a-mail-password');
    expect(test.log.join('')).not.toContain(Buffer.from('a-mail-password').toString('base64'));
  });
});
