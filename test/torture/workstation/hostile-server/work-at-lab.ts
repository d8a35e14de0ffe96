import type { Registrations } from '../../../../src/main/registrations/registrations.ts';
import type { LabEndpoint } from './good-answers.ts';

const LAB = 'NMGRL';

/**
 * What an enrolled workstation does that calls this endpoint, once. It is enrolled first unless it still is, from an
 * attack before. Gives the name of how it ended.
 */
export async function workAtLab(
  registrations: Registrations,
  endpoint: LabEndpoint,
  enroll: () => Promise<string | null>,
): Promise<string | null> {
  await registrations.resume();
  if (!registrations.state.labs.some(({ lab }) => lab === LAB)) {
    const enrolled = await enroll();
    if (enrolled !== 'enrolled') return enrolled;
    await registrations.resume();
  }
  if (endpoint !== 'ssh-keys') {
    const listed = await registrations.listRepositories(LAB);
    if (listed.ok) return 'repositories listed';
    return `repositories: ${nameOf(listed.failure)}`;
  }
  const begun = registrations.reOnboard(LAB);
  if (!begun.ok) return `new key: ${begun.failure}`;
  await registrations.ended;
  const { outcome } = registrations.state;
  if (outcome?.kind !== 'failed') return `new key: ${outcome?.kind}`;
  return `new key: ${nameOf(outcome.failure)}`;
}

function nameOf(failure: string | { readonly kind: string }): string {
  return typeof failure === 'string' ? failure : failure.kind;
}
