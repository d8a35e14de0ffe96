import { Secret } from '@onbench/protocol/secret';
import { describe, expect, it } from 'vitest';
import { renderRegistration } from '../../../src/main/workstation/render-registration.ts';

const TOKEN = new Secret('pcy_NMGRL_0123456789abcdef');
const KEY = { fingerprint: 'SHA256:x', bot_username: 'bot' };

function render(extra: object): string {
  return renderRegistration({ ...KEY, ...extra }, TOKEN);
}

describe('renderRegistration', () => {
  it('sorts keys at every depth, indents by 2 and ends with a newline', () => {
    expect(
      render({
        rotated: false,
        ssh_host_alias: { port: 1, alias: 'a', more: [{ b: 1, a: null }] },
      }),
    ).toBe(
      `{
  "bot_username": "bot",
  "fingerprint": "SHA256:x",
  "rotated": false,
  "ssh_host_alias": {
    "alias": "a",
    "more": [
      {
        "a": null,
        "b": 1
      }
    ],
    "port": 1
  }
}
`,
    );
  });

  it.each([
    ['as a value', { api_token: TOKEN.reveal() }],
    ['inside a value', { note: `Bearer ${TOKEN.reveal()}.` }],
    ['as a key', { [TOKEN.reveal()]: 1 }],
    ['deep inside', { a: { b: [{ c: TOKEN.reveal(), keep: 1 }] } }],
    ['in a list', { a: ['x', TOKEN.reveal()] }],
  ])('leaves the token out %s', (_, extra) => {
    const text = render(extra);
    expect(text).not.toContain('0123456789abcdef');
    expect(JSON.parse(text)).toMatchObject(KEY);
  });

  it('keeps what stands beside a token', () => {
    const text = render({ a: { b: [{ c: TOKEN.reveal(), keep: 1 }, 'x'] } });
    expect(JSON.parse(text).a).toEqual({ b: [{ keep: 1 }, 'x'] });
  });

  it('changes no prototype with a __proto__ key', () => {
    const text = render({ nested: JSON.parse('{"__proto__":{"polluted":1},"z":1}') });
    expect(text).toContain('"z": 1');
    expect(JSON.parse(text).nested.polluted).toBeUndefined();
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});
