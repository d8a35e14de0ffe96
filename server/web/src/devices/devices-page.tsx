import type { Session } from '@onbench/protocol/approval-api';
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { ConsolePage } from '../console/console-page.tsx';
import { FailureNotice } from '../parts/failure-notice.tsx';
import { StepHeading } from '../parts/step-heading.tsx';
import { DeviceFilters } from './device-filters.tsx';
import { DeviceTable } from './device-table.tsx';
import { DeviceTaskDialog } from './device-task-dialog.tsx';
import type { DevicesFlow } from './devices-flow.ts';
import { type DevicesState, WHOLE_VIEW } from './devices-state.ts';
import { SelectionBar } from './selection-bar.tsx';

export function DevicesPage({ flow }: { readonly flow: DevicesFlow }) {
  return (
    <ConsolePage session={flow.session} current="/devices" title="Devices">
      {(session) => <Devices flow={flow} session={session} />}
    </ConsolePage>
  );
}

function Devices({ flow, session }: { readonly flow: DevicesFlow; readonly session: Session }) {
  const state = useStore(flow.store);
  useEffect(() => void flow.load(), [flow]);
  const { listing, failure, task } = state;
  return (
    <div className="console">
      <div className="console-head">
        <StepHeading>Devices</StepHeading>
        {listing && (
          <p className="quiet" role="status">
            {describeCount(listing.devices.length, listing.total)}
          </p>
        )}
      </div>
      <DeviceFilters view={state.view} labs={session.labs} onShow={(view) => flow.show(view)} />
      <FailureNotice failure={failure} />
      {failure && (
        <button type="button" className="button" onClick={() => flow.load()}>
          Try again
        </button>
      )}
      {listing ? <Listed flow={flow} state={state} /> : !failure && <p role="status">Loading…</p>}
      {task && <DeviceTaskDialog flow={flow} task={task} />}
    </div>
  );
}

function Listed({ flow, state }: { readonly flow: DevicesFlow; readonly state: DevicesState }) {
  const { listing, selected, view } = state;
  if (!listing) return null;
  if (listing.devices.length === 0) return <Nothing filtered={view !== WHOLE_VIEW} />;
  const chosen = listing.devices.filter(({ id }) => selected.has(id));
  return (
    <>
      <SelectionBar
        chosen={chosen}
        onClear={() => flow.select([...selected], false)}
        onRevoke={() => flow.startRevoke(chosen)}
      />
      <DeviceTable flow={flow} listing={listing} selected={selected} view={view} />
      {listing.next && (
        <button
          type="button"
          className="button more"
          aria-busy={state.loading}
          onClick={() => flow.loadMore()}
        >
          {state.loading ? 'Loading…' : 'Show more'}
        </button>
      )}
    </>
  );
}

function Nothing({ filtered }: { readonly filtered: boolean }) {
  return (
    <div className="card empty stack-tight">
      <h2>{filtered ? 'No device matches' : 'No devices yet'}</h2>
      <p className="quiet">
        {filtered
          ? 'Search for less, or choose all labs and all states.'
          : 'Machines appear here once you have approved them and they have come for their token.'}
      </p>
    </div>
  );
}

function describeCount(shown: number, total: number): string {
  if (shown < total) return `${shown} of ${total} shown`;
  return total === 1 ? '1 device' : `${total} devices`;
}
