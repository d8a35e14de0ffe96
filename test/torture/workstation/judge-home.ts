import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sshpk from 'sshpk';
import type { Minted } from './lab-server.ts';

/** What is in a home folder: path from there to content. */
export type HomeFiles = ReadonlyMap<string, string>;

/** Which of two enrollments each of its files belongs to. */
export type FileState = 'old' | 'new' | 'torn';

const KEYS = '.pychron/keys';
const PRIVATE_KEY = `${KEYS}/pychron_lab-01`;
const PUBLIC_KEY = `${PRIVATE_KEY}.pub`;
const REGISTRATION = '.pychron/registration.json';
const WRITTEN_BY_RULE = ['.pychron/known_hosts', '.ssh/config'];

const ENDED = JSON.stringify({ kind: 'ended' });

const ENROLLED = [PRIVATE_KEY, PUBLIC_KEY, REGISTRATION, ...WRITTEN_BY_RULE];

export async function readHome(home: string): Promise<HomeFiles> {
  const entries = await readdir(home, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return new Map(
    await Promise.all(
      files.map(async ({ parentPath, name }) => {
        const path = join(parentPath, name);
        return [path.slice(home.length + 1), await readFile(path, 'utf8')] as const;
      }),
    ),
  );
}

/**
 * Tells for each file of an enrollment whether it is as before, as after, or neither. `after` is a home in which the
 * same enrollment went well: what depends on the key alone is judged by the key.
 */
export function judgeFiles(
  files: HomeFiles,
  before: HomeFiles,
  after: HomeFiles,
  minted: Minted | undefined,
): ReadonlyMap<string, FileState> {
  return new Map(
    ENROLLED.map((path) => {
      const content = files.get(path);
      if (content === before.get(path)) return [path, 'old'];
      const isNew = WRITTEN_BY_RULE.includes(path)
        ? content === after.get(path)
        : content !== undefined && minted !== undefined && belongsTo(path, content, minted);
      return [path, isNew ? 'new' : 'torn'];
    }),
  );
}

/**
 * Files that neither the person nor the enrollment put there. A journal that says that it is over is none: one that could
 * not be removed says so, and the next start removes it.
 */
export function strayFiles(files: HomeFiles, after: HomeFiles): readonly string[] {
  return [...files.keys()].filter((path) => !after.has(path) && files.get(path) !== ENDED);
}

function belongsTo(path: string, content: string, minted: Minted): boolean {
  try {
    if (path === PUBLIC_KEY) return content === `${minted.publicKeyLine}\n`;
    if (path === REGISTRATION) return JSON.parse(content).fingerprint === minted.fingerprint;
    const key = sshpk.parsePrivateKey(content, 'openssh');
    return key.fingerprint('sha256').toString() === minted.fingerprint && content.endsWith('-\n');
  } catch {
    return false;
  }
}
