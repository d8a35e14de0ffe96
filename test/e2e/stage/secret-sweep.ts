import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The forms in which a secret may get out: as it is, base64, hex (security.md K05). */
function formsOf(secret: Buffer): readonly Buffer[] {
  // The last characters of base64 depend on what follows.
  const base64 = secret.toString('base64').replace(/.{0,3}=*$/, '');
  return [secret, Buffer.from(base64), Buffer.from(secret.toString('hex'))];
}

export function holdsSecret(content: Buffer | string, secret: Buffer): boolean {
  const bytes = Buffer.from(content);
  return formsOf(secret).some((form) => bytes.includes(form));
}

/** The files below a folder that hold a secret, by their paths in it. */
export async function filesWithSecret(
  folder: string,
  secret: Buffer,
): Promise<{ readonly searched: number; readonly holding: readonly string[] }> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const holding: string[] = [];
  for (const entry of files) {
    const path = join(entry.parentPath, entry.name);
    // The app goes on working, and may remove a file of its own meanwhile.
    const content = await readFile(path).catch(() => Buffer.alloc(0));
    if (holdsSecret(content, secret)) holding.push(path.slice(folder.length + 1));
  }
  return { searched: files.length, holding };
}

/** The processes of this machine whose arguments or environment hold a secret. */
export async function processesWithSecret(secret: Buffer): Promise<readonly string[]> {
  const holding: string[] = [];
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    for (const file of ['cmdline', 'environ']) {
      const content = await readFile(join('/proc', pid, file)).catch(() => Buffer.alloc(0));
      if (holdsSecret(content, secret)) holding.push(`${pid} ${file}`);
    }
  }
  return holding;
}
