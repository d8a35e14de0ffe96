import { describe, expect, it } from 'vitest';
import { parseApiBaseUrl } from '../../src/shared/api-base-url.ts';

describe('parseApiBaseUrl', () => {
  it.each([
    ['https://api.example', 'https://api.example'],
    ['  https://api.example/  ', 'https://api.example'],
    ['HTTPS://API.Example:443/', 'https://api.example'],
    ['https://api.example:8443/pychron//', 'https://api.example:8443/pychron'],
    ['http://localhost:8080', 'http://localhost:8080'],
    ['http://127.0.0.1:3000/', 'http://127.0.0.1:3000'],
    ['http://127.1/', 'http://127.0.0.1'],
    ['http://127.255.0.9', 'http://127.255.0.9'],
    ['http://[::1]:3000', 'http://[::1]:3000'],
  ])('reads %j as %j', (typed, canonical) => {
    expect(parseApiBaseUrl(typed)).toEqual({ ok: true, value: canonical });
  });

  it.each([
    ['', 'empty'],
    [' \t\n ', 'empty'],
    ['api.example', 'not-a-url'],
    ['localhost:8080', 'not-a-url'],
    ['javascript:alert(1)', 'not-a-url'],
    ['https://', 'not-a-url'],
    ['https://exa mple', 'not-a-url'],
    ['https://api.example:99999', 'not-a-url'],
    ['http://api.example', 'not-https'],
    ['http://localhost.evil.example', 'not-https'],
    ['http://127.0.0.1.evil.example', 'not-https'],
    ['http://128.0.0.1', 'not-https'],
    ['ftp://127.0.0.1', 'not-https'],
    ['file:///etc/passwd', 'not-https'],
    ['https://user@api.example', 'has-credentials'],
    ['https://:secret@api.example', 'has-credentials'],
    ['https://api.example?token=1', 'has-query-or-fragment'],
    ['https://api.example/#top', 'has-query-or-fragment'],
  ])('refuses %j as %s', (typed, problem) => {
    expect(parseApiBaseUrl(typed)).toEqual({ ok: false, failure: problem });
  });
});
