import { ArrowLeft, ArrowRight } from 'lucide-react';
import { type FormEvent, type ReactNode, useEffect, useState } from 'react';
import { type ApiBaseUrlProblem, parseApiBaseUrl } from '../../../shared/api-base-url.ts';
import { API_BASE_URL_PROBLEMS } from '../../../shared/copy/enrollment-copy.ts';
import { Instructions } from '../parts/instructions.tsx';
import { ViewHeading } from '../parts/view-heading.tsx';

const STEPS = [
  'A short code appears here. Have an administrator of your lab within reach, in the room or on the phone.',
  'They sign in with any browser, compare and approve. Nothing on this machine changes before that.',
  'Onbench writes the key to ~/.pychron, one block to ~/.ssh/config and a token to the keyring, then checks them.',
];

interface IdleViewProps {
  /** With a way back it is about one more lab. */
  readonly onBack?: () => void;
  /** What is to be read before anything else, such as that the last lab was removed. */
  readonly news?: ReactNode;
}

/** Before anything happens: what this is, where the server is, the one button, and what it does. */
export function IdleView({ onBack, news }: IdleViewProps): ReactNode {
  const [apiBaseUrl, setApiBaseUrl] = useApiBaseUrl();
  const [problem, setProblem] = useState<ApiBaseUrlProblem | null>(null);

  const check = () => {
    const parsed = parseApiBaseUrl(apiBaseUrl);
    setProblem(parsed.ok ? null : parsed.failure);
    return parsed.ok;
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!check()) return;
    const started = await window.onbench.enrollment.start(apiBaseUrl);
    if (!started.ok) setProblem(started.failure);
  };

  return (
    <section className="view medium">
      {news}
      <div className="intro">
        {onBack && <BackButton onClick={onBack} />}
        <ViewHeading>{onBack ? 'Enroll for another lab' : 'Enroll this workstation'}</ViewHeading>
        <p className="quiet lead">
          {onBack
            ? 'The labs that this workstation has now stay as they are. The new one becomes the current one.'
            : 'It gets its own SSH key and access to your lab’s repositories. An administrator approves it once; no password is typed or copied here.'}
        </p>
      </div>
      <form className="card stack loose" noValidate onSubmit={(event) => void submit(event)}>
        <ApiBaseUrlField
          value={apiBaseUrl}
          problem={problem}
          onChange={(typed) => {
            setApiBaseUrl(typed);
            setProblem(null);
          }}
          onBlur={() => apiBaseUrl !== '' && check()}
        />
        <button type="submit" className="button primary large">
          Start device-code enrollment
          <ArrowRight size={18} aria-hidden="true" />
        </button>
      </form>
      <Instructions steps={STEPS} />
    </section>
  );
}

function BackButton({ onClick }: { onClick: () => void }): ReactNode {
  return (
    <button type="button" className="link-button back-button" onClick={onClick}>
      <ArrowLeft size={16} aria-hidden="true" />
      Back
    </button>
  );
}

/** What the technician typed, or else what main remembers from last time. */
function useApiBaseUrl(): [string, (typed: string) => void] {
  const [typed, setTyped] = useState<string | null>(null);
  const [remembered, setRemembered] = useState('');
  useEffect(() => {
    void window.onbench.preferences.get().then(({ apiBaseUrl }) => setRemembered(apiBaseUrl));
  }, []);
  return [typed ?? remembered, setTyped];
}

function ApiBaseUrlField(props: {
  value: string;
  problem: ApiBaseUrlProblem | null;
  onChange: (typed: string) => void;
  onBlur: () => void;
}): ReactNode {
  return (
    <div className="field">
      <label htmlFor="api-base-url">API base URL</label>
      <input
        id="api-base-url"
        className="input"
        type="url"
        inputMode="url"
        autoComplete="off"
        spellCheck={false}
        placeholder="https://api.example.org"
        value={props.value}
        aria-invalid={props.problem !== null}
        aria-describedby="api-base-url-note"
        onChange={(event) => props.onChange(event.target.value)}
        onBlur={props.onBlur}
      />
      <p id="api-base-url-note" className={props.problem ? 'problem' : 'hint'} aria-live="polite">
        {props.problem
          ? API_BASE_URL_PROBLEMS[props.problem]
          : 'Your administrator gives you this address. It is remembered.'}
      </p>
    </div>
  );
}
