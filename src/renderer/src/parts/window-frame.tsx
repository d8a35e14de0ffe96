import { FileText, FlaskConical, Monitor } from 'lucide-react';
import type { ReactNode } from 'react';
import iconUrl from '../../../../resources/icon.svg';
import type { AppInfo } from '../../../shared/preferences.ts';
import { DiagnosticsButton } from '../diagnostics/diagnostics-button.tsx';

/** What surrounds every state: whose app this is, which machine it runs on, where its log is. */
export function WindowFrame({ info, children }: { info: AppInfo; children: ReactNode }): ReactNode {
  return (
    <div className="frame">
      <header className="frame-header">
        <img className="frame-icon" src={iconUrl} alt="" />
        <span className="frame-name">Onbench</span>
        <span className="frame-version">{info.version}</span>
        <span className="frame-host" title={info.hostname}>
          <Monitor size={15} aria-hidden="true" />
          <span className="visually-hidden">This workstation: </span>
          <span className="one-line">{info.hostname}</span>
        </span>
      </header>
      {info.trialHome !== null && <TrialBanner home={info.trialHome} />}
      <main className="frame-main">{children}</main>
      <footer className="frame-footer">
        <FileText size={14} aria-hidden="true" />
        <span className="frame-log">
          Log <code title={info.logFile}>{info.logFile}</code>
        </span>
        <button
          type="button"
          className="link-button"
          onClick={() => void window.onbench.app.showLogFile()}
        >
          Show log
        </button>
        <DiagnosticsButton className="link-button" label="Diagnostics" />
      </footer>
    </div>
  );
}

function TrialBanner({ home }: { home: string }): ReactNode {
  return (
    <div className="trial-banner">
      <FlaskConical size={15} aria-hidden="true" />
      <p>
        Trial: this run uses its own home folder <code>{home}</code> and leaves your files and
        keyring alone.
      </p>
    </div>
  );
}
