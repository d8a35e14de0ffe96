import type { Disownable } from '@onbench/protocol/disown-api';
import { type ReactNode, useEffect } from 'react';
import { useStore } from 'zustand';
import { assertNever } from '../assert-never.ts';
import { FailureNotice } from '../parts/failure-notice.tsx';
import { ForeignText } from '../parts/foreign-text.tsx';
import { Day } from '../parts/moment.tsx';
import { PageHeader } from '../parts/page-header.tsx';
import { StepHeading } from '../parts/step-heading.tsx';
import { DISOWN_TITLE, DISOWN_WORDS } from './disown-copy.ts';
import type { DisownFlow, DisownState } from './disown-flow.ts';

/** Where the link of a letter to a technician leads. Nobody is signed in, and nothing happens before the button. */
export function DisownPage({ flow }: { readonly flow: DisownFlow }) {
  const state = useStore(flow.store);
  useEffect(() => {
    document.title = DISOWN_TITLE;
    void flow.open();
  }, [flow]);
  return (
    <>
      <PageHeader session={null} current={null} onSignOut={async () => null} />
      <main key={state.kind} className="step">
        <section className="card narrow stack">
          <Step flow={flow} state={state} />
        </section>
      </main>
    </>
  );
}

interface StepProps {
  readonly flow: DisownFlow;
  readonly state: DisownState;
}

function Step({ flow, state }: StepProps) {
  switch (state.kind) {
    case 'opening':
      return <p role="status">One moment…</p>;
    case 'failed':
      return (
        <>
          <StepHeading>{DISOWN_WORDS.failed.heading}</StepHeading>
          <FailureNotice failure={state.failure} />
          <button type="button" className="button tall" onClick={() => void flow.open()}>
            Try again
          </button>
        </>
      );
    case 'over':
      return <Ended {...DISOWN_WORDS.over} />;
    case 'done':
      return (
        <Ended
          {...DISOWN_WORDS.done}
          fact={
            <>
              <ForeignText className="strong" text={state.device.hostname} /> has no access to{' '}
              {state.device.lab} any more.
            </>
          }
        />
      );
    case 'asking':
      return <Question flow={flow} state={state} />;
    default:
      return assertNever(state);
  }
}

interface QuestionProps extends StepProps {
  readonly state: Extract<DisownState, { kind: 'asking' }>;
}

function Question({ flow, state }: QuestionProps) {
  const { device, busy, failure } = state;
  return (
    <>
      <StepHeading>{DISOWN_WORDS.asking.heading}</StepHeading>
      <Facts device={device} />
      <p>{DISOWN_WORDS.asking.effect}</p>
      <FailureNotice failure={failure} />
      <button
        type="button"
        className="button danger tall"
        aria-busy={busy}
        onClick={() => void flow.revoke()}
      >
        {busy ? 'Revoking…' : 'This was not me: revoke it'}
      </button>
      <p className="quiet">{DISOWN_WORDS.asking.advice}</p>
    </>
  );
}

function Facts({ device }: { readonly device: Disownable }) {
  return (
    <dl className="facts">
      <dt>Device</dt>
      <dd>
        <ForeignText className="strong" text={device.hostname} />
      </dd>
      <dt>Lab</dt>
      <dd>{device.lab}</dd>
      <dt>Approved by</dt>
      <dd>
        <ForeignText text={device.approved_by} />
      </dd>
      <dt>On</dt>
      <dd>
        <Day at={device.approved_at} />
      </dd>
    </dl>
  );
}

interface EndedProps {
  readonly heading: string;
  readonly advice: string;
  readonly fact?: ReactNode;
}

function Ended({ heading, advice, fact }: EndedProps) {
  return (
    <div className="stack-tight" role="status">
      <StepHeading>{heading}</StepHeading>
      {fact && <p>{fact}</p>}
      <p className="quiet">{advice}</p>
    </div>
  );
}
