import { describe, expect, it } from 'vitest';
import { planKnownHosts } from '../../../src/main/workstation/plan-known-hosts.ts';
import { ed25519Blob, HOST_KEY, OTHER_HOST_KEY } from '../../support/known-keys.ts';

const NAME = '[repo.example]:2222';
const OURS = `${NAME} ${HOST_KEY}`;
const OLD_KEY = `ssh-ed25519 ${ed25519Blob(2)}`;
const ENTRY = { host: 'repo.example', port: 2222, knownHostsLine: OURS };
/** `[repo.example]:2222` as `ssh-keygen -H` wrote it. */
const HASHED_NAME = '|1|IlbIhVntX8fPu3gH5k8D63QNKNY=|c+PGt1jS+2onu8c6FPAKZSuDY7E=';

describe('planKnownHosts', () => {
  it.each([
    ['an empty file', '', `${OURS}\n`],
    ['other lines', `github.com ${HOST_KEY}\n`, `github.com ${HOST_KEY}\n${OURS}\n`],
    ['no final newline', `github.com ${HOST_KEY}`, `github.com ${HOST_KEY}\n${OURS}\n`],
    [
      'the same host on another port',
      `repo.example ${OLD_KEY}\n`,
      `repo.example ${OLD_KEY}\n${OURS}\n`,
    ],
    [
      'a key of another type',
      `${NAME} ${OTHER_HOST_KEY}\n`,
      `${NAME} ${OTHER_HOST_KEY}\n${OURS}\n`,
    ],
    ['a commented line', `# ${OURS}\n`, `# ${OURS}\n${OURS}\n`],
    ['a revoked key', `@revoked ${NAME} ${OLD_KEY}\n`, `@revoked ${NAME} ${OLD_KEY}\n${OURS}\n`],
    ['a damaged line', `${NAME} ssh-ed25519 AAAA\n`, `${NAME} ssh-ed25519 AAAA\n${OURS}\n`],
    ['bytes of another encoding', '# \xe9\xff\r\n\x00', `# \xe9\xff\r\n\x00\n${OURS}\n`],
  ])('appends to %s', (_, text, planned) => {
    expect(planKnownHosts(text, ENTRY)).toEqual({ kind: 'appended', text: planned });
  });

  it.each([
    ['the line', `${OURS}\n`],
    ['the line without a newline', OURS],
    ['the line with CRLF', `${OURS}\r\n`],
    ['the line with a comment', `${OURS} b\xe9nch\n`],
    ['the line with tabs', `\t${NAME}\t${HOST_KEY.replace(' ', '\t')}\n`],
    ['a list of names', `github.com,${NAME} ${HOST_KEY}\n`],
    ['another case', `[Repo.Example]:2222 ${HOST_KEY}\n`],
    ['a hashed name', `${HASHED_NAME} ${HOST_KEY}\n`],
    ['a second key that the file trusts too', `${NAME} ${OLD_KEY}\n${OURS}\n`],
  ])('leaves a file alone that has %s', (_, text) => {
    expect(planKnownHosts(text, ENTRY)).toEqual({ kind: 'already-present' });
  });

  it.each([
    ['the line', `a ${HOST_KEY}\n${NAME} ${OLD_KEY}\nb x\n`, `a ${HOST_KEY}\n${OURS}\nb x\n`],
    ['a last line without a newline', `${NAME} ${OLD_KEY}`, OURS],
    ['a hashed name', `${HASHED_NAME} ${OLD_KEY}\n`, `${OURS}\n`],
    [
      'every line that would still be trusted',
      `${NAME} ${OLD_KEY}\n# kept\n${NAME} ssh-ed25519 ${ed25519Blob(3)}\n`,
      `${OURS}\n# kept\n`,
    ],
    [
      'our name in a list, not the others',
      `${NAME},github.com ${OLD_KEY} note\n`,
      `${OURS}\ngithub.com ${OLD_KEY} note\n`,
    ],
  ])('replaces %s and says which key goes', (_, text, planned) => {
    expect(planKnownHosts(text, ENTRY)).toEqual({
      kind: 'key-differs',
      knownFingerprint: expect.stringMatching(/^SHA256:/),
      text: planned,
    });
  });

  it('finds its own result in place', () => {
    const plan = planKnownHosts(`${NAME} ${OLD_KEY}\n`, ENTRY);
    expect('text' in plan && planKnownHosts(plan.text, ENTRY).kind).toBe('already-present');
  });
});
