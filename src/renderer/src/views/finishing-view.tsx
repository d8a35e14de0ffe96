import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { STEPS } from '../../../shared/copy/enrollment-copy.ts';
import { FINISHING_STEPS, type FinishingStep, type StateOf } from '../../../shared/enrollment.ts';
import { HostKeyQuestionCard } from '../parts/host-key-question-card.tsx';
import { ViewHeading } from '../parts/view-heading.tsx';

type Progress = 'done' | 'current' | 'ahead';

const PROGRESS_WORDS: Record<Progress, string> = {
  done: 'done',
  current: 'in progress',
  ahead: 'to do',
};

export function FinishingView({ state }: { state: StateOf<'finishing'> }): ReactNode {
  return (
    <section className="view narrow">
      <div className="stack tight">
        <ViewHeading>Setting up for {state.lab}</ViewHeading>
        <p className="quiet">
          {state.question
            ? 'Approved. One question needs your answer before this can go on.'
            : 'Approved. This takes a moment; please leave the window open.'}
        </p>
      </div>
      {state.question && <HostKeyQuestionCard question={state.question} />}
      <div className="card steps-card">
        <StepList current={state.step} />
        <p className="visually-hidden" aria-live="polite">
          Now: {STEPS[state.step]}
        </p>
      </div>
    </section>
  );
}

function StepList({ current }: { current: FinishingStep }): ReactNode {
  const currentIndex = FINISHING_STEPS.indexOf(current);
  return (
    <ol className="steps" aria-label="Steps">
      {FINISHING_STEPS.map((step, index) => {
        const progress = progressOf(index, currentIndex);
        return (
          <li
            key={step}
            data-progress={progress}
            aria-current={progress === 'current' ? 'step' : undefined}
          >
            <span className="step-mark" aria-hidden="true">
              {progress === 'done' && <Check size={13} strokeWidth={3} />}
            </span>
            <span>{STEPS[step]}</span>
            <span className="step-progress">{PROGRESS_WORDS[progress]}</span>
          </li>
        );
      })}
    </ol>
  );
}

function progressOf(index: number, currentIndex: number): Progress {
  if (index < currentIndex) return 'done';
  return index === currentIndex ? 'current' : 'ahead';
}
