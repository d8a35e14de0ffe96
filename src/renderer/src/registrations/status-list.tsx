import {
  CircleCheck,
  CircleMinus,
  CircleX,
  LoaderCircle,
  type LucideIcon,
  TriangleAlert,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { LINES, lineSentence, VERDICTS } from '../../../shared/copy/registration-copy.ts';
import type { LabRegistration, StatusLine, StatusVerdict } from '../../../shared/registrations.ts';

const ICONS: Record<StatusVerdict['kind'], LucideIcon> = {
  checking: LoaderCircle,
  passed: CircleCheck,
  skipped: CircleMinus,
  missing: CircleX,
  differs: CircleX,
  conflict: TriangleAlert,
  unreadable: TriangleAlert,
  'too-open': CircleX,
  unreachable: TriangleAlert,
};

/** How each looks in the list of checks, whose look this list shares. */
const PROGRESS: Record<StatusVerdict['kind'], string> = {
  checking: 'running',
  passed: 'passed',
  skipped: 'skipped',
  missing: 'failed',
  differs: 'failed',
  conflict: 'warning',
  unreadable: 'warning',
  'too-open': 'failed',
  unreachable: 'warning',
};

/** One line for each part of an enrollment. */
export function StatusList({ lab }: { lab: LabRegistration }): ReactNode {
  return (
    <div className="stack tight">
      <ul className="checks status-list" aria-label={`Status of ${lab.lab}`} aria-live="polite">
        {lab.lines.map((line) => (
          <Line key={line.name} line={line} />
        ))}
      </ul>
      <button
        type="button"
        className="link-button look-again"
        onClick={() => void window.onbench.registrations.refresh()}
      >
        Look again
      </button>
    </div>
  );
}

function Line({ line }: { line: StatusLine }): ReactNode {
  const { name, subject, verdict } = line;
  const Icon = ICONS[verdict.kind];
  const sentence = lineSentence(line);
  return (
    <li data-progress={PROGRESS[verdict.kind]}>
      <Icon className="check-icon" size={18} aria-hidden="true" />
      <div className="check-line">
        <span className="check-name">{LINES[name]}</span>
        {subject !== null && (
          <code className="check-subject" title={subject}>
            {subject}
          </code>
        )}
        <span className="check-outcome">{VERDICTS[verdict.kind]}</span>
      </div>
      {sentence !== null && (
        <div className="check-problem">
          <p>{sentence}</p>
        </div>
      )}
    </li>
  );
}
