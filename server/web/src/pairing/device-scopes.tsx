import type { RommPending } from '@onbench/protocol/romm-device-grant';
import { useId } from 'react';
import { Problem } from '../parts/field.tsx';
import { printable } from '../printable.ts';
import { wordsForScope } from './scope-words.ts';

interface DeviceScopesProps {
  readonly pending: RommPending;
  readonly scopes: readonly string[];
  readonly problem: string | null;
  readonly onEdit: (change: { readonly scopes: readonly string[] }) => void;
}

/** What the device asks for. What this person may not grant is shown, and cannot be ticked. */
export function DeviceScopes({ pending, scopes, problem, onEdit }: DeviceScopesProps) {
  const id = useId();
  const toggle = (scope: string, chosen: boolean) =>
    onEdit({
      scopes: pending.requested_scopes.filter((each) =>
        each === scope ? chosen : scopes.includes(each),
      ),
    });
  return (
    <fieldset className="field" aria-describedby={problem ? `${id}-problem` : undefined}>
      <legend className="label">Permissions</legend>
      {pending.requested_scopes.map((scope) => (
        <ScopeTick
          key={scope}
          scope={scope}
          allowed={pending.allowed_scopes.includes(scope)}
          chosen={scopes.includes(scope)}
          onToggle={toggle}
        />
      ))}
      <Problem id={`${id}-problem`} text={problem} />
    </fieldset>
  );
}

interface ScopeTickProps {
  readonly scope: string;
  readonly allowed: boolean;
  readonly chosen: boolean;
  readonly onToggle: (scope: string, chosen: boolean) => void;
}

function ScopeTick({ scope, allowed, chosen, onToggle }: ScopeTickProps) {
  const { label, risky } = wordsForScope(scope);
  return (
    <div className="scope">
      <label className="tick">
        <input
          type="checkbox"
          name="scopes"
          checked={chosen}
          disabled={!allowed}
          onChange={(event) => onToggle(scope, event.target.checked)}
        />
        <span>
          {printable(label)} {risky && <span className="risky">Risky</span>}
          {!allowed && <span className="quiet"> You cannot grant this.</span>}
        </span>
      </label>
    </div>
  );
}
