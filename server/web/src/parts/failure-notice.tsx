import { CircleAlert } from 'lucide-react';
import type { Failure } from '../api/failure.ts';
import { describeFailure } from '../copy.ts';

interface FailureNoticeProps {
  readonly failure: Failure | null;
  readonly lead?: string;
}

export function FailureNotice({ failure, lead }: FailureNoticeProps) {
  if (!failure) return null;
  return (
    <div role="alert" className="notice danger with-icon">
      <CircleAlert size={18} aria-hidden />
      <p>
        {lead} {describeFailure(failure)}
      </p>
    </div>
  );
}
