import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Secret } from '@onbench/protocol/secret';
import ssh2 from 'ssh2';
import sshpk from 'sshpk';

/** What proves to workstations that they talk to the same host as at their enrollment. */
export interface HostKey {
  /** `ssh-ed25519 AAAA…` */
  readonly publicKeyLine: string;
  readonly privateKey: Secret;
}

/** Reads the host key, or makes one: then the file is private from the moment it exists (security.md F03, S06). */
export async function loadHostKey(path: string): Promise<HostKey> {
  const text = await readIfPresent(path);
  if (text !== null) return parseHostKey(text, path);
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await createOnce(path, generateHostKey());
  // Read back rather than remembered: another process may have been first.
  return parseHostKey(await readFile(path, 'utf8'), path);
}

/** An ed25519 key in OpenSSH's format. ssh2 has a generator too, but one in some 400 of its keys cannot be read. */
export function generateHostKey(): string {
  const { privateKey } = generateKeyPairSync('ed25519');
  const key = sshpk.parsePrivateKey(privateKey.export({ type: 'pkcs8', format: 'pem' }), 'pem');
  key.comment = 'onbench';
  return key.toString('openssh');
}

function parseHostKey(text: string, path: string): HostKey {
  const key = ssh2.utils.parseKey(text);
  if (key instanceof Error || Array.isArray(key) || !key.isPrivateKey()) {
    throw new Error(`${path} holds no SSH private key. Put the right file back, or remove it.`);
  }
  const publicKeyLine = `${key.type} ${key.getPublicSSH().toString('base64')}`;
  return { publicKeyLine, privateKey: new Secret(text) };
}

/** A link never replaces a file: of two processes that start together one wins, and both read the winner's key. */
async function createOnce(path: string, text: string): Promise<void> {
  const temporary = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    const file = await open(temporary, 'wx', 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await link(temporary, path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  } finally {
    await rm(temporary, { force: true });
  }
}

async function readIfPresent(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
