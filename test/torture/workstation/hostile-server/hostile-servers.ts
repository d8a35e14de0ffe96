import { createNodeTransport } from '../../../../src/main/api/node-transport.ts';
import type { Transport } from '../../../../src/main/api/transport.ts';
import type { TortureCase, TortureRow, TortureScale } from '../torture-case.ts';
import type { Attack } from './attack.ts';
import { runCertificateAttacks } from './certificate-attacks.ts';
import { fieldAttacks } from './field-attacks.ts';
import { mutations } from './mutations.ts';
import { runHostileServer } from './run-hostile-server.ts';
import { wireAttacks } from './wire-attacks.ts';

interface Extent {
  readonly mutationCount: number;
  /** The same seed makes the same mutations. */
  readonly seed: () => number;
  /** Of the attacks that are written down, each n-th: 1 for all of them. */
  readonly everyNth: number;
}

/** The short run has other mutations each time; the full one can be repeated. */
const EXTENTS: Record<TortureScale, Extent> = {
  short: { mutationCount: 30, seed: () => Math.floor(Math.random() * 2 ** 31), everyNth: 53 },
  full: { mutationCount: 10_000, seed: () => 8_628, everyNth: 1 },
};

/** Those of the real transport, so much shorter that every kind of stall on every endpoint takes seconds. */
const LIMITS = { timeoutMs: 1_500, connectTimeoutMs: 1_000 };

/** Most of an attack is waiting, so there are many side by side; more of them starve each other on two busy cores. */
const VICTIMS = 20;

/** Of every kind, through the real worker and a real HTTP client. */
export const hostileServers: TortureCase = {
  name: 'Hostile servers: a named state each time, and no harm',
  minutes: 16,
  skipReason: async () => null,
  run: async (scale) => {
    const { mutationCount, seed: draw, everyNth } = EXTENTS[scale];
    const seed = draw();
    const nth = (attacks: readonly Attack[]) =>
      attacks.filter((_, index) => index % everyNth === 0);
    return [
      await attackWith('every field of every answer', nth(fieldAttacks())),
      await attackWith('the transport', nth(wireAttacks())),
      await runCertificateAttacks(),
      await attackWith(`mutations, seed ${seed}`, mutations(mutationCount, seed)),
    ];
  },
};

function attackWith(name: string, attacks: readonly Attack[]): Promise<TortureRow> {
  return runHostileServer({
    name,
    attacks,
    // Setting one up costs as much as several attacks.
    victims: Math.min(VICTIMS, Math.ceil(attacks.length / 8)),
    createTransport: (): Transport => createNodeTransport(LIMITS),
  });
}
