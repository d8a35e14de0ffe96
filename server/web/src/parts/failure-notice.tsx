import { CircleAlert } from 'lucide-react';
import type { Failure } from '../api/failure.ts';
import { describeFailure } from '../copy.ts';

export function FailureNotice({ failure }: { readonly failure: Failure | null }) {
  if (!failure) return null;
  return (
    <div role="alert" className="notice danger with-icon">
      <CircleAlert size={18} aria-hidden />
      <p>{describeFailure(failure)}</p>
    </div>
  );
}
