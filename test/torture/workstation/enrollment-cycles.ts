import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openGitHost } from '../../../server/src/open-git-host.ts';
import { Bench } from '../../support/bench.ts';
import { type ListeningServer, startListeningServer } from '../../support/listening-server.ts';
import { effectiveForAll, UNRELATED_HOSTS } from '../../support/unrelated-hosts.ts';
import type { TortureCase, TortureRow, TortureScale } from './torture-case.ts';

/** The short run goes round once, with the first config; the full one 100 times in all. */
const CONFIGS: Record<TortureScale, number> = { short: 1, full: 4 };
const ROUNDS: Record<TortureScale, number> = { short: 1, full: 25 };

/** Configs as people have them: what must come back byte for byte. */
const USERS_CONFIGS: Readonly<Record<string, string>> = {
  'hosts and a catch-all': 'Host elsewhere\n    User me\n\nHost *\n    Compression yes\n',
  'an empty config': '',
  'unscoped lines first, no last line end': 'ForwardAgent no\nHost a b !c\n  Port 23',
  'CRLF, a byte that is no text': '# caf\xe9\r\nHost x\r\n\tUser me\r\n',
};

/** One workstation starts more often here than any does in a lab. */
const SETTINGS = { ONBENCH_STARTS_PER_MINUTE: '6000', ONBENCH_MAX_PENDING: '1000' };

/** On the real server, with its git host: each round mints a token and two keys, and proves them by logging in. */
export const enrollmentCycles: TortureCase = {
  name: 'Enroll, re-onboard and revoke, again and again',
  minutes: 8,
  skipReason: async () => null,
  run: async (scale) => {
    const server = await startListeningServer({ openHost: openGitHost, settings: SETTINGS });
    const rows: TortureRow[] = [];
    try {
      for (const [what, config] of Object.entries(USERS_CONFIGS).slice(0, CONFIGS[scale])) {
        rows.push(await runCycles(server, { what, config, rounds: ROUNDS[scale] }));
      }
    } finally {
      await server.stop();
    }
    return rows;
  },
};

interface Cycles {
  readonly what: string;
  readonly config: string;
  readonly rounds: number;
}

async function runCycles(
  server: ListeningServer,
  { what, config, rounds }: Cycles,
): Promise<TortureRow> {
  const folder = await mkdtemp(join(tmpdir(), 'onbench-torture-'));
  const problems: string[] = [];
  try {
    const bench = await Bench.create(folder, server);
    await bench.writeSshConfig(config);
    const before = await effectiveForAll(bench.path('.ssh/config'));
    for (let round = 1; round <= rounds; round += 1) {
      const found = await runRound(bench, before);
      problems.push(...found.map((problem) => `${what}, round ${round}: ${problem}`));
    }
    if ((await bench.read('.ssh/config')) !== config) problems.push(`${what}: the config differs`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  const measured = `${rounds} rounds; the config byte for byte as before; ssh -G for ${UNRELATED_HOSTS.length} other hosts unchanged in each`;
  return { what, measured, problems };
}

async function runRound(bench: Bench, before: readonly string[]): Promise<readonly string[]> {
  await bench.enroll('NMGRL');
  const changed = await bench.outcomeOf((registrations) => registrations.reOnboard('NMGRL'));
  const during = await effectiveForAll(bench.path('.ssh/config'));
  const removed = await bench.outcomeOf((registrations) => registrations.revoke('NMGRL', false));
  const proofs = changed.kind === 're-onboarded' ? changed.proofs : [];
  return [
    ...(proofs.length > 0 && proofs.every(({ outcome }) => outcome === 'passed')
      ? []
      : [`re-onboarding ended as ${JSON.stringify(changed)}`]),
    ...(removed.kind === 'removed' && removed.server === 'revoked'
      ? []
      : [`revoking ended as ${JSON.stringify(removed)}`]),
    ...(JSON.stringify(during) === JSON.stringify(before) ? [] : ['another host changed']),
  ];
}
