import type { ExpectedDevice } from '@onbench/protocol/expected-api';
import { formatDays } from '../format-time.ts';
import { ForeignText } from '../parts/foreign-text.tsx';
import { EXPECTED_STATES } from './expected-copy.ts';

interface ExpectedTableProps {
  readonly devices: readonly ExpectedDevice[];
  readonly onWithdraw: (device: ExpectedDevice) => void;
}

export function ExpectedTable({ devices, onWithdraw }: ExpectedTableProps) {
  return (
    <div className="card table-card">
      <table className="table">
        <caption className="unseen">Expected devices</caption>
        <thead>
          <tr>
            <th scope="col">Host name</th>
            <th scope="col">When</th>
            <th scope="col" className="narrow-hides">
              Technician
            </th>
            <th scope="col" className="wide-only">
              Announced by
            </th>
            <th scope="col">State</th>
            <th scope="col">
              <span className="unseen">Withdraw</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {devices.map((device) => (
            <ExpectedRow key={device.id} device={device} onWithdraw={onWithdraw} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface ExpectedRowProps extends Pick<ExpectedTableProps, 'onWithdraw'> {
  readonly device: ExpectedDevice;
}

function ExpectedRow({ device, onWithdraw }: ExpectedRowProps) {
  const { hostname, lab, technician_email, announced_by, state } = device;
  return (
    <tr className={state === 'expected' ? undefined : 'past'}>
      <th scope="row">
        <ForeignText className="strong" text={hostname} />
        <span className="under">{lab}</span>
      </th>
      <td className="span">{daysOf(device)}</td>
      <td className="narrow-hides">
        {technician_email === null ? (
          <span className="quiet">Not said</span>
        ) : (
          <ForeignText text={technician_email} />
        )}
      </td>
      <td className="wide-only">
        <ForeignText text={announced_by} />
      </td>
      <td>
        <span className={state === 'met' ? 'badge active' : 'badge'}>{EXPECTED_STATES[state]}</span>
      </td>
      <td className="row-buttons">
        {state === 'expected' && (
          <button
            type="button"
            className="button small"
            aria-label={`Withdraw ${hostname}`}
            onClick={() => onWithdraw(device)}
          >
            Withdraw…
          </button>
        )}
      </td>
    </tr>
  );
}

/** The end is the beginning of the day after the last. */
function daysOf({ starts_at, ends_at }: ExpectedDevice): string {
  return formatDays(Date.parse(starts_at), Date.parse(ends_at) - 1);
}
