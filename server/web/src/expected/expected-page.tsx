import type { ExpectedList } from '@onbench/protocol/expected-api';
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { ConsolePage } from '../console/console-page.tsx';
import { FailureNotice } from '../parts/failure-notice.tsx';
import { StepHeading } from '../parts/step-heading.tsx';
import { AnnounceDialog } from './announce-dialog.tsx';
import type { ExpectedFlow } from './expected-flow.ts';
import { ExpectedTable } from './expected-table.tsx';
import { Reasons } from './reasons.tsx';
import { WithdrawDialog } from './withdraw-dialog.tsx';

export function ExpectedPage({ flow }: { readonly flow: ExpectedFlow }) {
  return (
    <ConsolePage session={flow.session} current="/expected" title="Expected devices">
      {() => <Expected flow={flow} />}
    </ConsolePage>
  );
}

function Expected({ flow }: { readonly flow: ExpectedFlow }) {
  const { list, failure, task } = useStore(flow.store);
  useEffect(() => void flow.load(), [flow]);
  const labs = list?.labs.map(({ name }) => name) ?? [];
  return (
    <div className="console">
      <div className="section-head">
        <StepHeading>Expected devices</StepHeading>
        {labs.length > 0 && (
          <button type="button" className="button primary" onClick={() => flow.startAnnouncing()}>
            Announce devices…
          </button>
        )}
      </div>
      <p>
        <a href="/enrollment-day">Enrollment days</a>
      </p>
      <FailureNotice failure={failure} />
      {failure && (
        <button type="button" className="button" onClick={() => flow.load()}>
          Try again
        </button>
      )}
      {list && <Announced flow={flow} list={list} />}
      {task?.kind === 'announce' && <AnnounceDialog flow={flow} task={task} labs={labs} />}
      {task?.kind === 'withdraw' && <WithdrawDialog flow={flow} task={task} />}
    </div>
  );
}

function Announced({ flow, list }: { readonly flow: ExpectedFlow; readonly list: ExpectedList }) {
  const { devices, labs } = list;
  if (labs.length === 0) {
    return (
      <Empty
        title="You administer no lab yet"
        advice="Ask whoever runs the server to add you to one."
      />
    );
  }
  return (
    <>
      {devices.length === 0 ? (
        <Empty
          title="Nothing is announced"
          advice="Announce the machines that you expect, so that whoever decides knows them from others."
        />
      ) : (
        <ExpectedTable devices={devices} onWithdraw={(device) => flow.startWithdrawing(device)} />
      )}
      <section className="console-section" aria-labelledby="reasons">
        <h2 id="reasons">What nobody announced</h2>
        <Reasons labs={labs} onChange={(lab, asks) => void flow.askForReasons(lab, asks)} />
      </section>
    </>
  );
}

function Empty({ title, advice }: { readonly title: string; readonly advice: string }) {
  return (
    <div className="card empty stack-tight">
      <h2>{title}</h2>
      <p className="quiet">{advice}</p>
    </div>
  );
}
