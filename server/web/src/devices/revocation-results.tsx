import { Dialog } from '../parts/dialog.tsx';
import { ForeignText } from '../parts/foreign-text.tsx';
import { REVOCATION_WORDS } from './device-words.ts';
import type { DevicesFlow } from './devices-flow.ts';
import type { DeviceTask } from './devices-state.ts';

interface RevocationResultsProps {
  readonly flow: DevicesFlow;
  readonly task: Extract<DeviceTask, { kind: 'revoked' }>;
}

/** What became of each device. Those that still have access come first: something is left to do about them. */
export function RevocationResults({ flow, task }: RevocationResultsProps) {
  const failed = task.results.filter(({ outcome }) => outcome === 'failed');
  const settled = task.results.filter(({ outcome }) => outcome !== 'failed');
  return (
    <Dialog title={describe(failed.length, task.results.length)} onClose={() => flow.close()}>
      <div role="status">
        <ul className="names">
          {[...failed, ...settled].map(({ device, outcome }) => (
            <li key={device.id} className={outcome === 'failed' ? 'failed' : undefined}>
              <ForeignText className="strong" text={device.name} />
              <span className="under">{REVOCATION_WORDS[outcome]}</span>
            </li>
          ))}
        </ul>
      </div>
      <div className="dialog-buttons">
        {failed.length > 0 && (
          <button
            type="button"
            className="button danger"
            onClick={() => flow.startRevoke(failed.map(({ device }) => device))}
          >
            Try again
          </button>
        )}
        <button type="button" className="button primary" onClick={() => flow.close()}>
          Close
        </button>
      </div>
    </Dialog>
  );
}

function describe(failed: number, all: number): string {
  if (failed === 0) return all === 1 ? 'Revoked' : `${all} devices revoked`;
  return all === 1 ? 'Not revoked' : `${failed} of ${all} not revoked`;
}
