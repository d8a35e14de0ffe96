import type { Scope } from '@onbench/protocol/scopes';
import { useId } from 'react';
import { SCOPE_WORDS } from '../copy.ts';
import type { Draft } from '../flow/draft.ts';
import { Problem } from '../parts/field.tsx';

interface ScopeChoiceProps {
  readonly offered: readonly Scope[];
  readonly scopes: readonly Scope[];
  readonly problem: string | null;
  readonly onEdit: (change: Partial<Draft>) => void;
}

export function ScopeChoice({ offered, scopes, problem, onEdit }: ScopeChoiceProps) {
  const id = useId();
  const toggle = (scope: Scope, chosen: boolean) =>
    onEdit({ scopes: offered.filter((each) => (each === scope ? chosen : scopes.includes(each))) });
  return (
    <fieldset className="field" aria-describedby={problem ? `${id}-problem` : undefined}>
      <legend className="label">Permissions</legend>
      {offered.map((scope) => (
        <ScopeTick key={scope} scope={scope} chosen={scopes.includes(scope)} onToggle={toggle} />
      ))}
      <Problem id={`${id}-problem`} text={problem} />
    </fieldset>
  );
}

interface ScopeTickProps {
  readonly scope: Scope;
  readonly chosen: boolean;
  readonly onToggle: (scope: Scope, chosen: boolean) => void;
}

function ScopeTick({ scope, chosen, onToggle }: ScopeTickProps) {
  const id = useId();
  const { label, meaning, risky } = SCOPE_WORDS[scope];
  return (
    <div className="scope">
      <label className="tick" htmlFor={id}>
        <input
          type="checkbox"
          id={id}
          name="scopes"
          aria-describedby={`${id}-meaning`}
          checked={chosen}
          onChange={(event) => onToggle(scope, event.target.checked)}
        />
        <span>
          {label} {risky && <span className="risky">Risky</span>}
        </span>
      </label>
      <p className="scope-meaning" id={`${id}-meaning`}>
        {meaning}
      </p>
    </div>
  );
}
