import { type AdminDevice, MAX_REVOKED_AT_ONCE } from '@onbench/protocol/admin-api';

interface SelectionBarProps {
  readonly chosen: readonly AdminDevice[];
  readonly onClear: () => void;
  readonly onRevoke: () => void;
}

/** What can be done with those that are ticked. */
export function SelectionBar({ chosen, onClear, onRevoke }: SelectionBarProps) {
  const { length } = chosen;
  return (
    <div className="selection" role="status">
      {length > 0 && (
        <>
          <p>
            {length} selected
            {length === MAX_REVOKED_AT_ONCE && ': as many as can be revoked at once'}
          </p>
          <button type="button" className="button quiet-button" onClick={onClear}>
            Select none
          </button>
          <button type="button" className="button danger" onClick={onRevoke}>
            Revoke {length === 1 ? '1 device' : `${length} devices`}
          </button>
        </>
      )}
    </div>
  );
}
