import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import type { Busy } from '../console/console-flow.ts';
import { Dialog } from './dialog.tsx';
import { FailureNotice } from './failure-notice.tsx';

interface FormDialogProps {
  readonly title: string;
  readonly wide?: boolean;
  /** What the button says, before and while. */
  readonly verb: string;
  readonly doing: string;
  /** It takes something away. */
  readonly isDangerous?: boolean;
  readonly task: Busy;
  readonly onSubmit: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** Asks before something is done: its fields or its consequences, what went wrong, Cancel, and the deed itself. */
export function FormDialog(props: FormDialogProps) {
  const { title, wide = false, verb, doing, isDangerous = false } = props;
  const { task, onSubmit, onClose, children } = props;
  const form = useRef<HTMLFormElement>(null);
  const [tries, setTries] = useState(0);

  function submit(event: FormEvent) {
    event.preventDefault();
    setTries(tries + 1);
    onSubmit();
  }

  // What is wrong may be out of sight.
  useEffect(() => {
    if (tries > 0) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [tries]);

  return (
    <Dialog title={title} wide={wide} onClose={onClose}>
      <form ref={form} className="stack" onSubmit={submit} noValidate>
        {children}
        <FailureNotice failure={task.failure} />
        <div className="dialog-buttons">
          <button type="button" className="button" onClick={onClose}>
            Cancel
          </button>
          <button
            type="submit"
            className={isDangerous ? 'button danger' : 'button primary'}
            aria-busy={task.busy}
          >
            {task.busy ? doing : verb}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
