import { type ReactNode, useState } from 'react';
import { parseApiBaseUrl } from '../../../shared/api-base-url.ts';
import type {
  AuthorityProblem,
  NetworkSettings,
  TrustedAuthority,
} from '../../../shared/network-settings.ts';
import { AUTHORITY_PROBLEMS } from '../network-copy.ts';
import { ManagedBadge } from '../parts/managed-badge.tsx';
import { CandidateAuthority } from './candidate-authority.tsx';
import { CertificateFactList } from './certificate-fact-list.tsx';

interface AuthorityCardProps {
  readonly settings: NetworkSettings;
  readonly apiBaseUrl: string;
  readonly onChange: (settings: NetworkSettings, what: string) => void;
}

/** A lab's own certificate authority: choose, look, then trust. */
export function AuthorityCard({ settings, apiBaseUrl, onChange }: AuthorityCardProps): ReactNode {
  const { trustAuthority, forgetAuthority } = window.onbench.network;
  const { authority, isAuthorityManaged } = settings;
  const [candidate, setCandidate] = useState<TrustedAuthority | null>(null);
  const trust = async () => {
    onChange(await trustAuthority(), `Trusted for ${candidate?.host} only.`);
    setCandidate(null);
  };
  const forget = async () => onChange(await forgetAuthority(), 'The certificate was removed.');
  return (
    <section className="card stack network-card" aria-label="Lab certificate">
      <div className="network-card-heading">
        <h2>Lab certificate</h2>
        {isAuthorityManaged && <ManagedBadge />}
      </div>
      {authority && candidate === null && (
        <>
          <p className="quiet">
            Trusted for <code>{authority.host}</code> only, beside what this machine trusts.
          </p>
          <CertificateFactList authority={authority} />
        </>
      )}
      {candidate ? (
        <CandidateAuthority
          authority={candidate}
          onTrust={() => void trust()}
          onRefuse={() => setCandidate(null)}
        />
      ) : (
        !isAuthorityManaged && (
          <AuthorityChooser
            apiBaseUrl={apiBaseUrl}
            trusted={authority !== null}
            onChosen={setCandidate}
            onForget={() => void forget()}
          />
        )
      )}
    </section>
  );
}

function AuthorityChooser(props: {
  apiBaseUrl: string;
  trusted: boolean;
  onChosen: (authority: TrustedAuthority) => void;
  onForget: () => void;
}): ReactNode {
  const [problem, setProblem] = useState<AuthorityProblem | null>(null);
  const parsed = parseApiBaseUrl(props.apiBaseUrl);
  const choose = async () => {
    setProblem(null);
    const chosen = await window.onbench.network.chooseAuthority(props.apiBaseUrl);
    if (!chosen.ok) setProblem(chosen.failure);
    else if (chosen.value !== null) props.onChosen(chosen.value);
  };
  return (
    <>
      {!props.trusted && (
        <p className="quiet">
          {parsed.ok
            ? 'If your lab has a certificate authority of its own, choose its certificate here. You see what is in it before anything is trusted.'
            : 'Enter the API base URL first: the certificate is trusted for its host only.'}
        </p>
      )}
      {problem !== null && (
        <p className="notice danger" role="alert">
          {AUTHORITY_PROBLEMS[problem]}
        </p>
      )}
      <div className="actions">
        <button
          type="button"
          className="button"
          disabled={!parsed.ok}
          onClick={() => void choose()}
        >
          {props.trusted ? 'Choose another…' : 'Choose certificate…'}
        </button>
        {props.trusted && (
          <button type="button" className="button danger" onClick={props.onForget}>
            Remove
          </button>
        )}
      </div>
    </>
  );
}
