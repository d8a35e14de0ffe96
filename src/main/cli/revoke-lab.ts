import { REMOVAL_ITEMS, SERVER_SIDES } from '../../shared/copy/registration-copy.ts';
import type { RemovalPlan } from '../../shared/registrations.ts';
import type { Ending } from './exit-code.ts';
import { chooseLab, type LabContext } from './lab-commands.ts';
import type { RevokeCommand } from './parse-command-line.ts';
import { tellFailure } from './test-lab.ts';

/** Ends the enrollment with a lab, at the server first. Clones are left alone. */
export async function revokeLab(command: RevokeCommand, context: LabContext): Promise<Ending> {
  const { registrations, reporter } = context;
  await registrations.resume();
  const lab = chooseLab(command.lab, context);
  if (lab === null) return 'not-enrolled';
  const plan = await registrations.planRemoval(lab);
  if (!plan.ok) throw new Error(`The lab that was just there is gone: ${plan.failure}`);
  reporter.tell({ event: 'plan', ...plan.value }, planLines(plan.value));
  if (!(command.yes || (await confirm(command, context)))) {
    reporter.refuse('cancelled', ['Nothing was deleted. Add --yes to answer yes beforehand.']);
    return 'cancelled';
  }
  if (command.hereAlone) registrations.removeLocally(lab, false);
  else registrations.revoke(lab, false);
  await registrations.ended;
  const { outcome } = registrations.state;
  if (outcome?.kind !== 'removed') return tellFailure(outcome, context);
  const { server, clonesKept } = outcome;
  reporter.tell({ event: 'removed', lab, server, clonesKept }, [
    `${lab} is removed from this workstation. ${SERVER_SIDES[server]}`,
  ]);
  return 'ok';
}

function planLines({ lab, items, clones }: RemovalPlan): readonly string[] {
  return [
    `This is deleted for ${lab}:`,
    ...items.map(({ kind, subject }) => `  ${REMOVAL_ITEMS[kind].padEnd(28)}${subject}`),
    ...clones.map(({ path }) => `  ${'Kept'.padEnd(28)}${path}`),
  ];
}

async function confirm({ json }: RevokeCommand, { terminal }: LabContext): Promise<boolean> {
  if (json || !terminal.isInteractive) return false;
  const answer = await terminal.ask('Delete this? [y/N]', new AbortController().signal);
  return /^y(es)?$/i.test(answer);
}
