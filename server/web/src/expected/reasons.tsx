import type { ExpectedList } from '@onbench/protocol/expected-api';

interface ReasonsProps {
  readonly labs: ExpectedList['labs'];
  readonly onChange: (lab: string, asks: boolean) => void;
}

/** Where approving what nobody announced takes a reason. */
export function Reasons({ labs, onChange }: ReasonsProps) {
  return (
    <fieldset className="card reasons stack-tight">
      <legend className="unseen">Ask for a reason</legend>
      <p className="quiet">
        Whoever approves a device that nobody announced says why. The reason stands in the audit
        log.
      </p>
      {labs.map(({ name, asks_for_reasons }) => (
        <label key={name} className="tick">
          <input
            type="checkbox"
            checked={asks_for_reasons}
            onChange={(event) => onChange(name, event.target.checked)}
          />
          <span>{name} asks for a reason</span>
        </label>
      ))}
    </fieldset>
  );
}
