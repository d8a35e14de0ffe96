import { generateKeyPairSync } from 'node:crypto';

/** A fresh ed25519 public key as one OpenSSH line (RFC 8709 section 4). */
export function newPublicKey(comment = 'pychron-lab-mac-01'): string {
  const { publicKey } = generateKeyPairSync('ed25519');
  const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32);
  const name = Buffer.from('ssh-ed25519');
  const blob = Buffer.concat([lengthOf(name), name, lengthOf(raw), raw]);
  return `ssh-ed25519 ${blob.toString('base64')} ${comment}`;
}

function lengthOf(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return length;
}
