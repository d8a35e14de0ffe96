import type { Registrations } from '../../../src/main/registrations/registrations.ts';
import type { LabEndpoint } from './good-answers.ts';

/** What an enrolled workstation does that calls this endpoint, once. Gives the name of how it ended. */
export async function workAtLab(
  registrations: Registrations,
  lab: string,
  endpoint: LabEndpoint,
): Promise<string> {
  await registrations.resume();
  if (endpoint !== 'ssh-keys') {
    const listed = await registrations.listRepositories(lab);
    if (listed.ok) return 'repositories listed';
    return `repositories: ${nameOf(listed.failure)}`;
  }
  const begun = registrations.reOnboard(lab);
  if (!begun.ok) return `new key: ${begun.failure}`;
  await registrations.ended;
  const { outcome } = registrations.state;
  if (outcome?.kind !== 'failed') return `new key: ${outcome?.kind}`;
  return `new key: ${nameOf(outcome.failure)}`;
}

function nameOf(failure: string | { readonly kind: string }): string {
  return typeof failure === 'string' ? failure : failure.kind;
}
