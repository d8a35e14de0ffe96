import { type ReactNode, useState } from 'react';
import { DiagnosticsDialog } from './diagnostics-dialog.tsx';

/** Opens the diagnostics over whatever is shown. */
export function DiagnosticsButton(props: { className: string; label: string }): ReactNode {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" className={props.className} onClick={() => setOpen(true)}>
        {props.label}
      </button>
      {open && <DiagnosticsDialog onClose={() => setOpen(false)} />}
    </>
  );
}
