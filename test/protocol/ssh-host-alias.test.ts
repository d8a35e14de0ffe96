import {
  knownHostsName,
  parseKnownHostsLine,
  sshHostAlias,
} from '@onbench/protocol/ssh-host-alias';
import { describe, expect, it } from 'vitest';
import { ed25519Blob, HOST_KEY, OTHER_HOST_KEY } from '../support/known-keys.ts';

const GOOD = {
  alias: 'pychron-NMGRL',
  real_host: 'repo.example',
  port: 2222,
  known_hosts_line: `[repo.example]:2222 ${HOST_KEY}`,
};

/** `changes` on a good alias whose known_hosts line names whatever host and port are asked for. */
function withHost(changes: Record<string, unknown>) {
  const entry = { ...GOOD, ...changes };
  const name = knownHostsName(String(entry.real_host), Number(entry.port));
  return { ...entry, known_hosts_line: `${name} ${HOST_KEY}` };
}

function isAccepted(wire: unknown): boolean {
  return sshHostAlias.safeParse(wire).success;
}

describe('sshHostAlias', () => {
  it('renames what it accepts', () => {
    expect(sshHostAlias.parse(GOOD)).toEqual({
      alias: 'pychron-NMGRL',
      host: 'repo.example',
      port: 2222,
      knownHostsLine: `[repo.example]:2222 ${HOST_KEY}`,
    });
  });

  it.each(['pychron-NMGRL', 'pychron-a', 'pychron-a.b_c-d', `pychron-${'a'.repeat(63)}`])(
    'accepts the alias %s',
    (alias) => {
      expect(isAccepted({ ...GOOD, alias })).toBe(true);
    },
  );

  it.each([
    '',
    'pychron-',
    'NMGRL',
    'github.com',
    'pychron-*',
    'pychron-?',
    '*',
    '!x *',
    'a github.com',
    'pychron-a github.com',
    'pychron-a,github.com',
    'pychron-a\n    ProxyCommand touch x',
    'pychron-a\r    ProxyCommand touch x',
    'pychron-a\vHost *',
    'pychron-a\u2028Host *',
    'pychron-a\u0085Host *',
    'pychron-a\n',
    'pychron-a\u0000',
    'pychron-%h',
    'pychron-$(id)',
    'pychron-"a"',
    'pychron-#a',
    'pychron-a=b',
    '-oProxyCommand=x',
    'pychron-Ä',
    `pychron-${'a'.repeat(64)}`,
    '__proto__',
  ])('refuses the alias %j', (alias) => {
    expect(isAccepted({ ...GOOD, alias })).toBe(false);
  });

  it.each([
    'repo.example',
    'localhost',
    'Repo.Example',
    'a-b.c',
    'xn--bcher-kva.example',
    '192.0.2.7',
    '2001:db8::7',
    '::1',
  ])('accepts the host %s', (real_host) => {
    expect(isAccepted(withHost({ real_host }))).toBe(true);
  });

  it.each([
    '',
    '.',
    'a..b',
    'a.',
    '.a',
    '-a.example',
    'a-.example',
    '-oX',
    '-oProxyCommand=x',
    '%h',
    '%h.evil',
    'fe80::1%h',
    'fe80::1%eth0',
    '$(id)',
    '`id`',
    '*',
    '*.example',
    '!repo.example',
    'a b',
    'a,b',
    'a_b',
    'a\nProxyCommand x',
    'a\n',
    'a\rb',
    'a\vb',
    'a\u2028b',
    'bücher.example',
    '[::1]',
    'git@repo.example',
    'repo.example:22',
    `${'a'.repeat(64)}.example`,
    `${'a.'.repeat(127)}example`,
  ])('refuses the host %j', (real_host) => {
    expect(isAccepted(withHost({ real_host }))).toBe(false);
  });

  it.each([1, 22, 65_535])('accepts the port %d', (port) => {
    expect(isAccepted(withHost({ port }))).toBe(true);
  });

  it.each([
    0,
    -1,
    65_536,
    22.5,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    '22',
    '22 x',
    '22 ProxyCommand x',
    '0x16',
    '22\n',
    null,
    undefined,
    true,
    [22],
  ])('refuses the port %j', (port) => {
    expect(isAccepted({ ...withHost({}), port })).toBe(false);
    expect(isAccepted(withHost({ port }))).toBe(false);
  });

  it('refuses a line for another host or another port', () => {
    expect(isAccepted({ ...GOOD, real_host: 'other.example' })).toBe(false);
    expect(isAccepted({ ...GOOD, port: 2223 })).toBe(false);
  });

  it('takes nothing from a __proto__ in the wire text', () => {
    const wire = JSON.parse(`{ "__proto__": ${JSON.stringify(GOOD)} }`);
    expect(isAccepted(wire)).toBe(false);
    expect(isAccepted(JSON.parse(`{ "__proto__": { "alias": "pychron-x" } }`))).toBe(false);
  });
});

describe('parseKnownHostsLine', () => {
  it.each([
    ['port 22', 'repo.example', 22, `repo.example ${HOST_KEY}`],
    ['another port', 'repo.example', 2222, `[repo.example]:2222 ${HOST_KEY}`],
    ['an IPv6 address', '::1', 2222, `[::1]:2222 ${HOST_KEY}`],
    ['an RSA key', 'repo.example', 22, `repo.example ${OTHER_HOST_KEY}`],
    ['a comment', 'repo.example', 22, `repo.example ${HOST_KEY} bench host`],
  ])('reads %s', (_, host, port, line) => {
    expect(parseKnownHostsLine(line, host, port)?.fingerprint).toMatch(/^SHA256:/);
  });

  it.each([
    ['nothing', ''],
    ['a wildcard', `* ${HOST_KEY}`],
    ['a wildcard part', `repo.* ${HOST_KEY}`],
    ['a negation', `!repo.example ${HOST_KEY}`],
    ['a list', `repo.example,github.com ${HOST_KEY}`],
    ['a list that ends with it', `github.com,repo.example ${HOST_KEY}`],
    ['a hashed name', `|1|F1E1KeoE/eEWhi10WpGv4OdiO6Y=|3988QV0VE8wmZL7suNrYQLITLCg= ${HOST_KEY}`],
    ['@cert-authority', `@cert-authority repo.example ${HOST_KEY}`],
    ['@cert-authority for all', `@cert-authority * ${HOST_KEY}`],
    ['@revoked', `@revoked repo.example ${HOST_KEY}`],
    ['a port form for port 22', `[repo.example]:22 ${HOST_KEY}`],
    ['another host', `github.com ${HOST_KEY}`],
    ['a longer name', `repo.example.org ${HOST_KEY}`],
    ['a leading space', ` repo.example ${HOST_KEY}`],
    ['a line end', `repo.example ${HOST_KEY}\n`],
    ['a second line', `repo.example ${HOST_KEY}\n* ${HOST_KEY}`],
    ['a second line after CR', `repo.example ${HOST_KEY} x\r* ${HOST_KEY}`],
    ['a second line after U+2028', `repo.example ${HOST_KEY} x\u2028* ${HOST_KEY}`],
    ['a type that the blob denies', `repo.example ssh-rsa ${ed25519Blob(1)}`],
    ['a DSA key', 'repo.example ssh-dss AAAAB3NzaC1kc3MAAAABAQ=='],
    ['no key', 'repo.example'],
    ['a comment sign', `#repo.example ${HOST_KEY}`],
  ])('refuses %s', (_, line) => {
    expect(parseKnownHostsLine(line, 'repo.example', 22)).toBeNull();
  });

  it('refuses the bare name where the port is not 22', () => {
    expect(parseKnownHostsLine(`repo.example ${HOST_KEY}`, 'repo.example', 2222)).toBeNull();
  });
});
