import type { Transport } from '../../../src/main/api/transport.ts';
import type { TortureRow } from '../torture-row.ts';
import type { Attack } from './attack.ts';
import { runAttack } from './run-attack.ts';
import { Victim } from './victim.ts';

export interface HostileServerOptions {
  readonly name: string;
  readonly attacks: readonly Attack[];
  readonly createTransport: () => Transport;
  /** Workstations side by side; each meets its share of the attacks, one after the other. */
  readonly victims: number;
}

/** Attacks after each of which everything that this workstation keeps is looked through. */
const SHARE_BETWEEN_LOOKS = 50;

/** Lets hostile servers at real workstations and counts how that ended. */
export async function runHostileServer(options: HostileServerOptions): Promise<TortureRow> {
  const { name, attacks, createTransport, victims } = options;
  const begun = performance.now();
  const outcomes: Record<string, number> = {};
  const violations: string[] = [];
  const onRejection = (reason: unknown) => violations.push(`unhandled rejection: ${reason}`);
  process.on('unhandledRejection', onRejection);
  const queue = attacks.map((attack, index) => ({ attack, canary: `canary-${index}-${runId()}` }));

  async function suffer(): Promise<void> {
    while (queue.length > 0) {
      const victim = await Victim.create();
      const secrets: string[] = [];
      for (const { attack, canary } of queue.splice(0, SHARE_BETWEEN_LOOKS)) {
        const end = await runAttack(attack, canary, victim, createTransport());
        secrets.push(...end.secrets);
        if (end.outcome === null) violations.push(`no named state in time: ${attack.name}`);
        else outcomes[end.outcome] = (outcomes[end.outcome] ?? 0) + 1;
      }
      violations.push(...(await victim.damage(secrets)));
      await victim.remove();
    }
  }

  await Promise.all(Array.from({ length: victims }, suffer));
  process.off('unhandledRejection', onRejection);
  const seconds = Math.round((performance.now() - begun) / 1_000);
  return { name, cases: attacks.length, outcomes, violations, seconds };
}

/** Nothing in a log or a file can hold it by chance. */
function runId(): string {
  return Math.random().toString(36).slice(2);
}
