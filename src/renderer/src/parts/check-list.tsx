import {
  CircleCheck,
  CircleDashed,
  CircleMinus,
  CircleX,
  LoaderCircle,
  type LucideIcon,
  TriangleAlert,
} from 'lucide-react';
import type { ReactNode } from 'react';
import {
  CHECK_OUTCOMES,
  CHECKS,
  problemWords,
  SKIP_REASONS,
} from '../../../shared/copy/pre-flight-copy.ts';
import type {
  CheckProgress,
  PreFlightCheck,
  PreFlightProblem,
} from '../../../shared/pre-flight.ts';
import { TROUBLE_NUMBERS } from '../../../shared/trouble-numbers.ts';

const ICONS: Record<CheckProgress['kind'], LucideIcon> = {
  waiting: CircleDashed,
  running: LoaderCircle,
  passed: CircleCheck,
  skipped: CircleMinus,
  warning: TriangleAlert,
  failed: CircleX,
};

/** Each check with its result in words, and what to do about it where there is something to do. */
export function CheckList({ checks }: { checks: readonly PreFlightCheck[] }): ReactNode {
  return (
    <ul className="checks" aria-label="Checks" aria-live="polite">
      {checks.map((check) => (
        <Check key={check.name} check={check} />
      ))}
    </ul>
  );
}

function Check({ check: { name, subject, progress } }: { check: PreFlightCheck }): ReactNode {
  const Icon = ICONS[progress.kind];
  return (
    <li data-progress={progress.kind}>
      <Icon className="check-icon" size={18} aria-hidden="true" />
      <div className="check-line">
        <span className="check-name">{CHECKS[name]}</span>
        {progress.kind === 'skipped' ? (
          <span className="check-subject">{SKIP_REASONS[progress.reason]}</span>
        ) : (
          subject !== null && <code className="check-subject">{subject}</code>
        )}
        <span className="check-outcome">
          {'problem' in progress && <TroubleNumber problem={progress.problem} />}
          {CHECK_OUTCOMES[progress.kind]}
        </span>
      </div>
      {'problem' in progress && <Problem problem={progress.problem} />}
    </li>
  );
}

function Problem({ problem }: { problem: PreFlightProblem }): ReactNode {
  const { what, next } = problemWords(problem);
  return (
    <div className="check-problem">
      <p>{what}</p>
      <p className="quiet">{next}</p>
    </div>
  );
}

function TroubleNumber({ problem }: { problem: PreFlightProblem }): ReactNode {
  const { number, layer } = TROUBLE_NUMBERS[problem.kind];
  return (
    <span className="trouble-number">
      <strong>{number}</strong> {layer}
    </span>
  );
}
