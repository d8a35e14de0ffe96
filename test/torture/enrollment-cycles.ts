import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { capture } from '../../scripts/stage/child-process.ts';
import { createWorkstation } from '../../src/main/workstation/create-workstation.ts';
import { removeFromSshConfig } from '../../src/main/workstation/remove-from-ssh-config.ts';
import { FakeKeyring } from '../fakes/fake-keyring.ts';
import { ALIAS, credential } from '../support/enrolled.ts';
import type { TortureCase, TortureRow, TortureScale } from './torture-case.ts';

const ROUNDS: Record<TortureScale, number> = { short: 5, full: 100 };

/** Configs as people have them: what must come back byte for byte. */
const USERS_CONFIGS: Readonly<Record<string, string>> = {
  'no config': '',
  'hosts and a catch-all': 'Host elsewhere\n    User me\n\nHost *\n    Compression yes\n',
  'unscoped lines first, no last line end': 'ForwardAgent no\nHost a b !c\n  Port 23',
  'CRLF, a byte that is no text': '# caf\xe9\r\nHost x\r\n\tUser me\r\n',
};

/** What ssh makes of them must not change: names that Onbench has nothing to do with. */
const OTHER_HOSTS = Array.from({ length: 20 }, (_, index) => `elsewhere-${index}.example`);

export const enrollmentCycles: TortureCase = {
  name: 'Enroll and remove, again and again',
  minutes: 1,
  skipReason: async () => null,
  run: async (scale) => {
    const rows: TortureRow[] = [];
    for (const [what, config] of Object.entries(USERS_CONFIGS)) {
      rows.push(await runCycles(what, config, ROUNDS[scale]));
    }
    return rows;
  },
};

async function runCycles(what: string, config: string, rounds: number): Promise<TortureRow> {
  const home = await mkdtemp(join(tmpdir(), 'onbench-torture-'));
  const path = join(home, '.ssh/config');
  await mkdir(join(home, '.ssh'), { mode: 0o700 });
  await writeFile(path, config, 'latin1');
  const problems: string[] = [];
  try {
    const before = await effectiveOptions(path);
    for (let round = 1; round <= rounds; round += 1) {
      await enroll(home);
      const enrolled = await readFile(path, 'latin1');
      if (!enrolled.includes(ALIAS.alias)) problems.push(`${what}: no block in round ${round}`);
      const isLook = round === 1 || round === rounds;
      if (isLook && (await effectiveOptions(path)) !== before) {
        problems.push(`${what}: another host changed in round ${round}`);
      }
      await writeFile(path, removeFromSshConfig(enrolled, ALIAS.alias), 'latin1');
    }
    if ((await readFile(path, 'latin1')) !== config) problems.push(`${what}: the config differs`);
  } finally {
    await rm(home, { recursive: true, force: true });
  }
  const measured = `${rounds} rounds, the config byte for byte as before, ssh -G for ${OTHER_HOSTS.length} other hosts unchanged`;
  return { what, measured, problems };
}

/** Twice: the second time over an enrollment that is there, with a new key. */
async function enroll(home: string): Promise<void> {
  const workstation = createWorkstation({ home, hostname: 'lab-01', keyring: new FakeKeyring() });
  for (let time = 0; time < 2; time += 1) {
    const key = await workstation.createKey();
    if (!key.ok) throw new Error(key.failure.code);
    const installed = await workstation.install(key.value, credential(), {
      onStep: () => undefined,
      askHostKey: async () => false,
    });
    if (!installed.ok) throw new Error(installed.failure.kind);
  }
}

async function effectiveOptions(config: string): Promise<string> {
  const options: string[] = [];
  for (const host of OTHER_HOSTS)
    options.push(await capture('ssh', ['-T', '-F', config, '-G', host]));
  return options.join('');
}
