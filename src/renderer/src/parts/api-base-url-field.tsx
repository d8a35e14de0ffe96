import type { ReactNode } from 'react';
import { START_PROBLEMS } from '../../../shared/copy/enrollment-copy.ts';
import type { StartProblem } from '../../../shared/ipc.ts';
import type { ManagedSettings } from '../../../shared/policy.ts';
import { ManagedBadge } from './managed-badge.tsx';

/** Where the server is: typed, suggested by the lab, or decided by it. */
export function ApiBaseUrlField(props: {
  value: string;
  managed: ManagedSettings['apiBaseUrl'];
  problem: StartProblem | null;
  onChange: (typed: string) => void;
  onBlur: () => void;
}): ReactNode {
  const isDecided = props.managed?.required ?? false;
  return (
    <div className="field">
      <div className="network-card-heading">
        <label htmlFor="api-base-url">API base URL</label>
        {isDecided && <ManagedBadge />}
      </div>
      <input
        id="api-base-url"
        className="input"
        type="url"
        inputMode="url"
        autoComplete="off"
        spellCheck={false}
        placeholder="https://api.example.org"
        value={props.value}
        readOnly={isDecided}
        aria-invalid={props.problem !== null}
        aria-describedby="api-base-url-note"
        onChange={(event) => props.onChange(event.target.value)}
        onBlur={props.onBlur}
      />
      <p id="api-base-url-note" className={props.problem ? 'problem' : 'hint'} aria-live="polite">
        {props.problem ? START_PROBLEMS[props.problem] : hint(props)}
      </p>
    </div>
  );
}

function hint({
  managed,
  value,
}: {
  managed: ManagedSettings['apiBaseUrl'];
  value: string;
}): string {
  if (managed?.required) return 'Your lab’s enrollment server.';
  if (managed?.url === value) return 'Your lab suggests this address. It is remembered.';
  return 'Your administrator gives you this address. It is remembered.';
}
