import { parseSshPublicKey } from '@onbench/protocol/ssh-public-key';
import { describe, expect, it } from 'vitest';
import { ed25519Blob, OTHER_HOST_KEY } from '../support/known-keys.ts';

const BLOB = 'AAAAC3NzaC1lZDI1NTE5AAAAIGNiVtNGaPD++xJc0CPWm3HpqlE5LbUg0OI5nbR634c7';
const LINE = `ssh-ed25519 ${BLOB} pychron-lab-mac-01`;

function wireString(text: string | Buffer): Buffer {
  const bytes = Buffer.from(text);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

describe('parseSshPublicKey', () => {
  it('takes a line apart and gives the fingerprint that ssh-keygen prints', () => {
    expect(parseSshPublicKey(LINE)).toEqual({
      type: 'ssh-ed25519',
      blob: BLOB,
      comment: 'pychron-lab-mac-01',
      fingerprint: 'SHA256:kVmoNphLgFDlV2GKxgZn548xEYysw7oouI3W+JsJoRQ',
    });
  });

  it('accepts a line without a comment and a comment of several words', () => {
    expect(parseSshPublicKey(`ssh-ed25519 ${BLOB}`)?.comment).toBe('');
    expect(parseSshPublicKey(`ssh-ed25519 ${BLOB} Jane Doe (lab)`)?.comment).toBe('Jane Doe (lab)');
  });

  it.each([
    ['nothing', ''],
    ['a line end', `${LINE}\n`],
    ['a second line', `${LINE}\nssh-ed25519 ${BLOB}`],
    ['a carriage return', `${LINE}\rcommand="id"`],
    ['a vertical tab', `ssh-ed25519\v${BLOB}`],
    ['a vertical tab in the comment', `${LINE}\vx`],
    ['a next-line character in the comment', `${LINE}\u0085x`],
    ['a line separator in the comment', `${LINE}\u2028x`],
    ['a paragraph separator in the comment', `${LINE}\u2029x`],
    ['a reversed comment', `${LINE}\u202ex`],
    ['a NUL', `${LINE}\u0000`],
    ['options before the type', `command="id" ${LINE}`],
    ['a marker', `@cert-authority ${LINE}`],
    ['two spaces', `ssh-ed25519  ${BLOB}`],
    ['a tab', `ssh-ed25519\t${BLOB}`],
    ['another type than the blob', `ssh-rsa ${BLOB}`],
    ['a certificate type', `ssh-ed25519-cert-v01@openssh.com ${BLOB}`],
    ['url-safe base64', `ssh-ed25519 ${BLOB.replace('++', '--')}`],
    ['a cut blob', `ssh-ed25519 ${BLOB.slice(0, -4)}`],
    ['a longer blob', `ssh-ed25519 ${BLOB}AAAA`],
    ['padding inside', `ssh-ed25519 ${BLOB.slice(0, 20)}=${BLOB.slice(21)}`],
    ['an empty blob', 'ssh-ed25519 ===='],
    ['a blob of two bytes', 'ssh-ed25519 AAA='],
    [
      'a 31-byte key',
      `ssh-ed25519 ${Buffer.concat([wireString('ssh-ed25519'), wireString(Buffer.alloc(31))]).toString('base64')}`,
    ],
    [
      'a wrong inner length of the right total',
      `ssh-ed25519 ${Buffer.concat([wireString('ssh-ed25519'), Buffer.from([0, 0, 0, 31]), Buffer.alloc(32)]).toString('base64')}`,
    ],
    [
      'a type that claims to be longer than the blob',
      `ssh-ed25519 ${Buffer.from([255, 255, 255, 255, 1]).toString('base64')}`,
    ],
    ['base64 with stray bits at its end', OTHER_HOST_KEY.replace('w==', 'x==')],
    ['__proto__', `__proto__ ${BLOB}`],
  ])('refuses %s', (_, line) => {
    expect(parseSshPublicKey(line)).toBeNull();
  });

  it('tells two keys apart', () => {
    expect(parseSshPublicKey(`ssh-ed25519 ${ed25519Blob(1)}`)?.fingerprint).not.toBe(
      parseSshPublicKey(`ssh-ed25519 ${ed25519Blob(2)}`)?.fingerprint,
    );
    expect(parseSshPublicKey(OTHER_HOST_KEY)?.type).toBe('ssh-rsa');
  });
});
