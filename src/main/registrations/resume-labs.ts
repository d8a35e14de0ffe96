import type { RegistrationFailure } from '../../shared/registrations.ts';
import type { Result } from '../../shared/result.ts';
import { isKeyChangePending } from './change-key.ts';
import { fileError } from './file-error.ts';
import type { LabContext } from './lab-context.ts';
import { reOnboardLab } from './re-onboard-lab.ts';
import { removeWhatWeMade, wipeLab } from './remove-lab.ts';
import { removeLeftovers } from './remove-leftovers.ts';
import { finishMove } from './switch-lab.ts';

/** Finishes what was interrupted: a lab on its way to or from the fixed names, removals, and changes of keys. */
export async function resumeLabs(context: LabContext): Promise<void> {
  const { store, log } = context;
  try {
    await removeLeftovers(context);
    report(context, 'switch', await finishMove(store));
    for (const lab of await store.labs()) {
      if ((await store.record(lab)).ending !== null) {
        report(context, `removal of ${lab}`, await wipeLab(context, lab));
      } else if (await isKeyChangePending(context, lab)) {
        report(context, `new key of ${lab}`, await reOnboardLab(context, lab));
      }
    }
    await removeWhatWeMade(store);
  } catch (error) {
    const failure = fileError(error, store.paths.pychronFolder);
    log.error({ failure }, 'what was interrupted could not be finished');
  }
}

function report(
  { log }: LabContext,
  what: string,
  outcome: Result<unknown, RegistrationFailure>,
): void {
  if (!outcome.ok)
    log.warn({ what, failure: outcome.failure }, 'what was interrupted could not be finished');
}
