import { type FormEvent, type ReactNode, useState } from 'react';
import {
  type NetworkSettings,
  type ProxyProblem,
  type ProxySetting,
  parseProxyUrl,
} from '../../../shared/network-settings.ts';
import { PROXY_KINDS, PROXY_PROBLEMS } from '../network-copy.ts';
import { ManagedBadge } from '../parts/managed-badge.tsx';

const KINDS = ['system', 'none', 'manual'] as const;

interface ProxyCardProps {
  readonly settings: NetworkSettings;
  readonly onChange: (settings: NetworkSettings) => void;
}

/** The proxy: system and none count at once, an address when it is confirmed. */
export function ProxyCard({ settings, onChange }: ProxyCardProps): ReactNode {
  const { proxy, isProxyManaged } = settings;
  const [kind, setKind] = useState(proxy.kind);
  const [problem, setProblem] = useState<ProxyProblem | null>(null);
  const use = async (next: ProxySetting) => {
    const outcome = await window.onbench.network.setProxy(next);
    setProblem(outcome.ok ? null : outcome.failure);
    if (outcome.ok) onChange(outcome.value);
  };
  const choose = (chosen: ProxySetting['kind']) => {
    setKind(chosen);
    setProblem(null);
    if (chosen !== 'manual') void use({ kind: chosen });
  };
  return (
    <fieldset className="card stack network-card" disabled={isProxyManaged}>
      <legend className="visually-hidden">Proxy</legend>
      <div className="network-card-heading">
        <h2>Proxy</h2>
        {isProxyManaged && <ManagedBadge />}
      </div>
      <div className="stack tight">
        {KINDS.map((each) => (
          <ProxyChoice key={each} kind={each} chosen={kind === each} onChoose={choose} />
        ))}
      </div>
      {kind === 'manual' && (
        <ProxyAddress
          current={proxy.kind === 'manual' ? proxy.url : ''}
          isManaged={isProxyManaged}
          problem={problem}
          onProblem={setProblem}
          onUse={(url) => void use({ kind: 'manual', url })}
        />
      )}
    </fieldset>
  );
}

function ProxyChoice(props: {
  kind: ProxySetting['kind'];
  chosen: boolean;
  onChoose: (kind: ProxySetting['kind']) => void;
}): ReactNode {
  const { label, hint } = PROXY_KINDS[props.kind];
  const id = `proxy-${props.kind}`;
  return (
    <div className="choice">
      <input
        type="radio"
        id={id}
        name="proxy"
        aria-describedby={`${id}-hint`}
        checked={props.chosen}
        onChange={() => props.onChoose(props.kind)}
      />
      <label htmlFor={id}>{label}</label>
      <p id={`${id}-hint`} className="quiet">
        {hint}
      </p>
    </div>
  );
}

function ProxyAddress(props: {
  current: string;
  isManaged: boolean;
  problem: ProxyProblem | null;
  onProblem: (problem: ProxyProblem | null) => void;
  onUse: (url: string) => void;
}): ReactNode {
  const [typed, setTyped] = useState(props.current);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const parsed = parseProxyUrl(typed);
    if (parsed.ok) props.onUse(parsed.value);
    else props.onProblem(parsed.failure);
  };
  const inUse = props.current !== '' && typed === props.current;
  return (
    <form className="field proxy-address" noValidate onSubmit={submit}>
      <label htmlFor="proxy-url">Proxy address</label>
      <div className="input-row">
        <input
          id="proxy-url"
          className="input"
          type="url"
          inputMode="url"
          autoComplete="off"
          spellCheck={false}
          placeholder="http://proxy.example.org:3128"
          value={typed}
          aria-invalid={props.problem !== null}
          aria-describedby="proxy-url-note"
          onChange={(event) => {
            setTyped(event.target.value);
            props.onProblem(null);
          }}
        />
        {!props.isManaged && (
          <button type="submit" className={inUse ? 'button' : 'button primary'}>
            Use this proxy
          </button>
        )}
      </div>
      <p id="proxy-url-note" className={props.problem ? 'problem' : 'hint'} aria-live="polite">
        {props.problem !== null && PROXY_PROBLEMS[props.problem]}
        {props.problem === null && (inUse ? 'This proxy is in use.' : 'Not in use yet.')}
      </p>
    </form>
  );
}
