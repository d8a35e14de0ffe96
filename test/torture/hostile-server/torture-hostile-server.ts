import { createNodeTransport } from '../../../src/main/api/node-transport.ts';
import type { Transport } from '../../../src/main/api/transport.ts';
import type { TortureRow } from '../torture-row.ts';
import type { Attack } from './attack.ts';
import { runCertificateAttacks } from './certificate-attacks.ts';
import { fieldAttacks } from './field-attacks.ts';
import { mutations } from './mutations.ts';
import { runHostileServer } from './run-hostile-server.ts';
import { wireAttacks } from './wire-attacks.ts';

export interface HostileServerTorture {
  readonly mutationCount: number;
  /** The same seed makes the same mutations. */
  readonly seed: number;
  /** Of the attacks that are written down, each n-th: 1 for all of them. */
  readonly everyNth: number;
}

/** Those of the real transport, so much shorter that every kind of stall on every endpoint takes seconds. */
const LIMITS = { timeoutMs: 1_500, connectTimeoutMs: 1_000 };

/** Most of an attack is waiting: so many side by side keep two cores busy. */
const VICTIMS = 40;

/** Hostile servers of every kind, through the real worker and a real HTTP client. */
export async function tortureHostileServer(
  torture: HostileServerTorture,
): Promise<readonly TortureRow[]> {
  const { mutationCount, seed, everyNth } = torture;
  const nth = (attacks: readonly Attack[]) => attacks.filter((_, index) => index % everyNth === 0);
  const run = (name: string, attacks: readonly Attack[]) =>
    runHostileServer({
      name: `hostile server: ${name}`,
      attacks,
      // Setting one up costs as much as several attacks.
      victims: Math.min(VICTIMS, Math.ceil(attacks.length / 8)),
      createTransport: (): Transport => createNodeTransport(LIMITS),
    });
  return [
    await run('every field', nth(fieldAttacks())),
    await run('the transport', nth(wireAttacks())),
    await runCertificateAttacks(),
    await run(`mutations, seed ${seed}`, mutations(mutationCount, seed)),
  ];
}
