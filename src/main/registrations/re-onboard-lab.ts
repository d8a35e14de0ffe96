import type { RegistrationFailure } from '../../shared/registrations.ts';
import type { Result } from '../../shared/result.ts';
import { changeKey } from './change-key.ts';
import type { LabContext } from './lab-context.ts';
import { restoreSshFiles } from './repair-lab.ts';

/** A new key for the same token, with everything that tells of it. */
export async function reOnboardLab(
  context: LabContext,
  lab: string,
): Promise<Result<undefined, RegistrationFailure>> {
  const changed = await changeKey(context, lab);
  return changed.ok ? restoreSshFiles(context, lab) : changed;
}
