import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { DiagnosticsReport, DiagnosticsSaved } from '../../../shared/diagnostics.ts';
import { CopyButton } from '../parts/copy-button.tsx';
import { blankedSentence, savedSentence } from './diagnostics-copy.ts';

/** The whole report, to be read before it leaves the machine: nothing is sent by Onbench itself. */
export function DiagnosticsDialog({ onClose }: { onClose: () => void }): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null);
  const [report, setReport] = useState<DiagnosticsReport | null>(null);
  useEffect(() => dialog.current?.showModal(), []);
  useEffect(() => {
    void window.onbench.diagnostics.collect().then(setReport);
  }, []);
  return (
    <dialog
      ref={dialog}
      className="dialog diagnostics-dialog"
      aria-labelledby="diagnostics-heading"
      onClose={onClose}
    >
      <h2 id="diagnostics-heading">Diagnostics</h2>
      <p>
        This is all that <em>Copy</em> and <em>Save</em> hand out. Onbench sends it nowhere: you
        decide who gets it. <BlankedNote report={report} />
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a keyboard must be able to scroll what is to be read. */}
      <section className="diagnostics-text" tabIndex={0} aria-label="The report">
        <pre>{report?.text ?? 'Looking …'}</pre>
      </section>
      <Actions ready={report !== null} onClose={onClose} />
    </dialog>
  );
}

function BlankedNote({ report }: { report: DiagnosticsReport | null }): ReactNode {
  if (report === null) return null;
  const sentence = blankedSentence(report.blanked);
  return report.blanked === 0 ? sentence : <strong>{sentence}</strong>;
}

function Actions({ ready, onClose }: { ready: boolean; onClose: () => void }): ReactNode {
  const [saved, setSaved] = useState<DiagnosticsSaved>({ kind: 'not-chosen' });
  const { copy, save } = window.onbench.diagnostics;
  return (
    <div className="actions dialog-actions">
      <p className="diagnostics-saved quiet" role="status">
        {savedSentence(saved)}
      </p>
      <button type="button" className="button" onClick={onClose}>
        Close
      </button>
      <button
        type="button"
        className="button"
        disabled={!ready}
        onClick={() => void save().then(setSaved)}
      >
        Save diagnostics…
      </button>
      {ready && <CopyButton label="Copy diagnostics" copy={copy} />}
    </div>
  );
}
