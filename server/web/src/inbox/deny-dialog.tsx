import { Dialog } from '../parts/dialog.tsx';
import { FailureNotice } from '../parts/failure-notice.tsx';
import { ForeignText } from '../parts/foreign-text.tsx';
import type { InboxFlow, InboxState } from './inbox-flow.ts';

interface DenyDialogProps {
  readonly flow: InboxFlow;
  readonly denying: NonNullable<InboxState['denying']>;
}

export function DenyDialog({ flow, denying }: DenyDialogProps) {
  const { grant, busy, failure } = denying;
  return (
    <Dialog title="Deny this request?" onClose={() => flow.cancelDeny()}>
      <p>
        <ForeignText className="strong" text={grant.hostname} /> gets no access, and its screen says
        so. Whoever is in front of it can start again and ask with a new code.
      </p>
      <FailureNotice failure={failure} />
      <div className="dialog-buttons">
        <button type="button" className="button" onClick={() => flow.cancelDeny()}>
          Cancel
        </button>
        <button
          type="button"
          className="button danger"
          aria-busy={busy}
          onClick={() => void flow.deny()}
        >
          {busy ? 'Denying…' : 'Deny'}
        </button>
      </div>
    </Dialog>
  );
}
