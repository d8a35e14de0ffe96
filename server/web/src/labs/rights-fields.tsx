import type { AdministratorRights, LabSummary } from '@onbench/protocol/admin-api';
import { type GrantChoice, LAB_CHOICES, OWN_CHOICES } from './grant-words.ts';

interface RightsFieldsProps {
  readonly rights: AdministratorRights;
  readonly labs: readonly LabSummary[];
  readonly onChange: (rights: AdministratorRights) => void;
}

export function RightsFields({ rights, labs, onChange }: RightsFieldsProps) {
  const grantable = (label: string, choices: readonly GrantChoice[]) => (
    <Ticks
      legend={label}
      choices={choices.map(({ scope, label: words, risky }) => ({ value: scope, words, risky }))}
      chosen={rights.may_grant}
      onChoose={(may_grant) => onChange({ ...rights, may_grant })}
    />
  );
  return (
    <>
      {labs.length > 0 && (
        <Ticks
          legend="Administers the labs"
          choices={labs.map(({ name }) => ({ value: name, words: name, risky: false }))}
          chosen={rights.labs}
          onChoose={(chosen) => onChange({ ...rights, labs: chosen })}
        />
      )}
      {grantable('May grant to machines of these labs', LAB_CHOICES)}
      <details className="more-rights">
        <summary>
          May grant to devices of their own:{' '}
          {OWN_CHOICES.filter(({ scope }) => rights.may_grant.includes(scope)).length} of{' '}
          {OWN_CHOICES.length}
        </summary>
        {grantable('May grant to devices of their own', OWN_CHOICES)}
      </details>
      <label className="tick">
        <input
          type="checkbox"
          checked={rights.server_administrator}
          onChange={({ target }) => onChange({ ...rights, server_administrator: target.checked })}
        />
        <span>
          Looks after the server: adds labs and administrators <span className="risky">Risky</span>
        </span>
      </label>
    </>
  );
}

interface TicksProps<Value extends string> {
  readonly legend: string;
  readonly choices: readonly {
    readonly value: Value;
    readonly words: string;
    readonly risky: boolean;
  }[];
  readonly chosen: readonly Value[];
  readonly onChoose: (chosen: Value[]) => void;
}

function Ticks<Value extends string>({ legend, choices, chosen, onChoose }: TicksProps<Value>) {
  const toggle = (value: Value, ticked: boolean) =>
    onChoose(ticked ? [...chosen, value] : chosen.filter((each) => each !== value));
  return (
    <fieldset>
      <legend>{legend}</legend>
      <div className="ticks">
        {choices.map(({ value, words, risky }) => (
          <label key={value} className="tick">
            <input
              type="checkbox"
              checked={chosen.includes(value)}
              onChange={({ target }) => toggle(value, target.checked)}
            />
            <span>
              {words} {risky && <span className="risky">Risky</span>}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
