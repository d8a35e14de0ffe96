/* Public keys for tests. Nobody holds the private halves. */

/** The base64 blob of an ed25519 public key whose 32 bytes are all `byte`. */
export function ed25519Blob(byte: number): string {
  const name = Buffer.from('ssh-ed25519');
  return Buffer.concat([
    Buffer.from([0, 0, 0, name.length]),
    name,
    Buffer.from([0, 0, 0, 32]),
    Buffer.alloc(32, byte),
  ]).toString('base64');
}

export const HOST_KEY = `ssh-ed25519 ${ed25519Blob(1)}`;

/** A host key of another type. */
export const OTHER_HOST_KEY =
  'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQCwcJWA4v0eF1r/7kYiDAbTBxbGufJzBeWB0bx9rEIBLgmlq0BkmIgsDwRQktsLTFQRw1LhgLVENg5ZXsMR/ZsA2nRv635L7qknDpf5y3r/ehu2EZjCzOstrAIxv/DMcLybDOxwxztG5IPMEafvsLWT4ZfsqwrN4mSTXXoeOwYx2w==';
