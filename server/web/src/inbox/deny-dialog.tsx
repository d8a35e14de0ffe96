import { ForeignText } from '../parts/foreign-text.tsx';
import { FormDialog } from '../parts/form-dialog.tsx';
import type { InboxFlow, InboxState } from './inbox-flow.ts';

interface DenyDialogProps {
  readonly flow: InboxFlow;
  readonly denying: NonNullable<InboxState['denying']>;
}

export function DenyDialog({ flow, denying }: DenyDialogProps) {
  return (
    <FormDialog
      title="Deny this request?"
      verb="Deny"
      doing="Denying…"
      isDangerous
      task={denying}
      onSubmit={() => void flow.deny()}
      onClose={() => flow.cancelDeny()}
    >
      <p>
        <ForeignText className="strong" text={denying.grant.hostname} /> gets no access, and its
        screen says so. Whoever is in front of it can start again and ask with a new code.
      </p>
    </FormDialog>
  );
}
