import { ArrowLeft, ArrowRight, Globe } from 'lucide-react';
import { type FormEvent, type ReactNode, useEffect, useState } from 'react';
import { parseApiBaseUrl } from '../../../shared/api-base-url.ts';
import type { StartProblem } from '../../../shared/ipc.ts';
import type { NetworkSettings } from '../../../shared/network-settings.ts';
import type { PolicyFacts } from '../../../shared/policy.ts';
import { NetworkView } from '../network/network-view.tsx';
import { networkSummary } from '../network-copy.ts';
import { ApiBaseUrlField } from '../parts/api-base-url-field.tsx';
import { Instructions } from '../parts/instructions.tsx';
import { PolicyBrokenCard } from '../parts/policy-broken-card.tsx';
import { ViewHeading } from '../parts/view-heading.tsx';

const STEPS = [
  'A short code appears here. Have an administrator of your lab within reach, in the room or on the phone.',
  'They sign in with any browser, compare and approve. Nothing on this machine changes before that.',
  'Onbench writes the key to ~/.pychron, one block to ~/.ssh/config and a token to the keyring, then checks them.',
];

interface IdleViewProps {
  readonly policy: PolicyFacts;
  /** With a way back it is about one more lab. */
  readonly onBack?: () => void;
  /** What is to be read before anything else, such as that the last lab was removed. */
  readonly news?: ReactNode;
}

/** Before anything happens: what this is, where the server is, the one button, and what it does. */
export function IdleView({ policy, onBack, news }: IdleViewProps): ReactNode {
  const [apiBaseUrl, setApiBaseUrl] = useApiBaseUrl();
  const [network, setNetwork] = useNetworkSettings();
  const [showsNetwork, setShowsNetwork] = useState(false);

  if (showsNetwork && network) {
    return (
      <NetworkView
        settings={network}
        apiBaseUrl={apiBaseUrl}
        onChange={setNetwork}
        onDone={() => setShowsNetwork(false)}
      />
    );
  }
  return (
    <section className="view medium">
      {news}
      <Intro {...(onBack && { onBack })} />
      {policy.kind === 'broken' ? (
        <PolicyBrokenCard problem={policy.problem} />
      ) : (
        <>
          <StartForm apiBaseUrl={apiBaseUrl} onType={setApiBaseUrl} policy={policy} />
          <NetworkLine settings={network} onOpen={() => setShowsNetwork(true)} />
          <Instructions steps={STEPS} />
        </>
      )}
    </section>
  );
}

function Intro({ onBack }: { onBack?: () => void }): ReactNode {
  return (
    <div className="intro">
      {onBack && (
        <button type="button" className="link-button back-button" onClick={onBack}>
          <ArrowLeft size={16} aria-hidden="true" />
          Back
        </button>
      )}
      <ViewHeading>{onBack ? 'Enroll for another lab' : 'Enroll this workstation'}</ViewHeading>
      <p className="quiet lead">
        {onBack
          ? 'The labs that this workstation has now stay as they are. The new one becomes the current one.'
          : 'It gets its own SSH key and access to your lab’s repositories. An administrator approves it once; no password is typed or copied here.'}
      </p>
    </div>
  );
}

function StartForm(props: {
  apiBaseUrl: string;
  onType: (typed: string) => void;
  policy: PolicyFacts;
}): ReactNode {
  const { apiBaseUrl, policy } = props;
  const [problem, setProblem] = useState<StartProblem | null>(null);
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
    <form className="card stack loose" noValidate onSubmit={(event) => void submit(event)}>
      <ApiBaseUrlField
        value={apiBaseUrl}
        managed={policy.kind === 'managed' ? policy.settings.apiBaseUrl : null}
        problem={problem}
        onChange={(typed) => {
          props.onType(typed);
          setProblem(null);
        }}
        onBlur={() => apiBaseUrl !== '' && check()}
      />
      <button type="submit" className="button primary large">
        Start device-code enrollment
        <ArrowRight size={18} aria-hidden="true" />
      </button>
    </form>
  );
}

/** One quiet line, for the few who need it. */
function NetworkLine(props: { settings: NetworkSettings | null; onOpen: () => void }): ReactNode {
  return (
    <p className="network-line">
      <Globe size={15} aria-hidden="true" />
      <span className="one-line">
        Network: {props.settings ? networkSummary(props.settings) : '…'}
      </span>
      <button
        type="button"
        className="link-button"
        aria-label="Change the network settings"
        onClick={props.onOpen}
      >
        Change
      </button>
    </p>
  );
}

/** What the technician typed, or else what main begins with. */
function useApiBaseUrl(): [string, (typed: string) => void] {
  const [typed, setTyped] = useState<string | null>(null);
  const [remembered, setRemembered] = useState('');
  useEffect(() => {
    void window.onbench.preferences.get().then(({ apiBaseUrl }) => setRemembered(apiBaseUrl));
  }, []);
  return [typed ?? remembered, setTyped];
}

function useNetworkSettings(): [NetworkSettings | null, (settings: NetworkSettings) => void] {
  const [settings, setSettings] = useState<NetworkSettings | null>(null);
  useEffect(() => {
    void window.onbench.network.get().then(setSettings);
  }, []);
  return [settings, setSettings];
}
