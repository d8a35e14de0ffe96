import type { Transport } from '../../../../src/main/api/transport.ts';
import type { TortureRow } from '../torture-case.ts';
import type { Attack } from './attack.ts';
import { runAttack } from './run-attack.ts';
import { summarizeAttacks } from './summarize-attacks.ts';
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
  const outcomes: (string | null)[] = [];
  const problems: string[] = [];
  const onRejection = (reason: unknown) => problems.push(`unhandled rejection: ${reason}`);
  process.on('unhandledRejection', onRejection);
  const queue = attacks.map((attack, index) => ({ attack, canary: `canary-${index}-${runId()}` }));

  async function suffer(): Promise<void> {
    while (queue.length > 0) {
      const victim = await Victim.create();
      const secrets: string[] = [];
      const databaseSecrets: string[] = [];
      for (const { attack, canary } of queue.splice(0, SHARE_BETWEEN_LOOKS)) {
        const end = await runAttack(attack, canary, victim, createTransport());
        secrets.push(...end.secrets);
        databaseSecrets.push(end.databaseSecret);
        outcomes.push(end.outcome);
        if (end.outcome === null) problems.push(`no named state in time: ${attack.name}`);
      }
      problems.push(...(await victim.damage(secrets, databaseSecrets)));
      await victim.remove();
    }
  }

  await Promise.all(Array.from({ length: victims }, suffer));
  process.off('unhandledRejection', onRejection);
  return summarizeAttacks(name, outcomes, problems);
}

/** Nothing in a log or a file can hold it by chance. */
function runId(): string {
  return Math.random().toString(36).slice(2);
}
