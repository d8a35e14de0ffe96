import type { GrantableScope } from '@onbench/protocol/grantable-scopes';
import { ROMM_SCOPES } from '@onbench/protocol/romm-scopes';
import { SCOPES } from '@onbench/protocol/scopes';
import { SCOPE_WORDS } from '../copy.ts';
import { wordsForScope } from '../pairing/scope-words.ts';

export interface GrantChoice {
  readonly scope: GrantableScope;
  readonly label: string;
  readonly risky: boolean;
}

/** To what an administrator lets into a lab. */
export const LAB_CHOICES: readonly GrantChoice[] = SCOPES.map((scope) => {
  const { label, risky } = SCOPE_WORDS[scope];
  return { scope, label, risky };
});

/** To devices of their own. */
export const OWN_CHOICES: readonly GrantChoice[] = ROMM_SCOPES.map((scope) => ({
  scope,
  ...wordsForScope(scope),
}));

/** In one line: lab permissions by name, those of own devices by number. */
export function describeMayGrant(mayGrant: readonly GrantableScope[]): string {
  const holds = ({ scope }: GrantChoice) => mayGrant.includes(scope);
  if ([...LAB_CHOICES, ...OWN_CHOICES].every(holds)) return 'Everything';
  const forLabs = LAB_CHOICES.filter(holds).map(({ label }) => label);
  const own = OWN_CHOICES.filter(holds).length;
  const forOwn = own === 0 ? [] : [`${own} of ${OWN_CHOICES.length} for own devices`];
  return [...forLabs, ...forOwn].join('; ') || 'Nothing';
}
