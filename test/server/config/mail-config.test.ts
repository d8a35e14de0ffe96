import { describe, expect, it } from 'vitest';
import { readConfig } from '../../../server/src/config.ts';

const FROM = { ONBENCH_MAIL_FROM: 'onbench@lab.example' };

function read(env: Record<string, string>) {
  const outcome = readConfig({ ONBENCH_DATA_DIR: '/data', ...env });
  return outcome.kind === 'valid' ? outcome.config.mail : outcome.problems;
}

describe('the settings of e-mail', () => {
  it('are off unless they are set', () => {
    expect(read({})).toBeNull();
    expect(read(FROM)).toBeNull();
  });

  it.each([
    ['smtp://mail.lab.example', { port: 587, implicitTls: false, isLoopback: false }],
    ['smtps://mail.lab.example', { port: 465, implicitTls: true, isLoopback: false }],
    ['smtp://127.0.0.1:2525', { host: '127.0.0.1', port: 2525, isLoopback: true }],
    ['smtp://[::1]:2525', { host: '::1', isLoopback: true }],
  ])('read %s', (url, expected) => {
    expect(read({ ONBENCH_SMTP_URL: url, ...FROM })).toMatchObject(expected);
  });

  it('name a user whose password is in a file', () => {
    const env = { ONBENCH_SMTP_URL: 'smtps://ada%40lab@mail.lab.example', ...FROM };
    expect(read(env)).toEqual([expect.stringMatching(/^ONBENCH_SMTP_PASSWORD_FILE is required/)]);
    expect(read({ ...env, ONBENCH_SMTP_PASSWORD_FILE: '/p' })).toMatchObject({
      user: 'ada@lab',
      passwordFile: '/p',
    });
  });

  it.each([
    'smtp://ada:secret@mail.lab.example',
    'https://mail.lab.example',
    'mail.lab.example',
    'smtp://mail.lab.example?pool=true',
  ])('refuse %s without repeating it', (url) => {
    const problems = read({ ONBENCH_SMTP_URL: url, ...FROM });
    expect(problems).toEqual([expect.stringMatching(/^ONBENCH_SMTP_URL must be/)]);
    expect(String(problems)).not.toContain('secret');
  });

  it('need an address to send from', () => {
    const problems = read({ ONBENCH_SMTP_URL: 'smtp://mail.lab.example' });
    expect(problems).toEqual(['ONBENCH_MAIL_FROM is required with ONBENCH_SMTP_URL']);
  });
});
