import { type ReactNode, useEffect, useRef } from 'react';
import type { TrustedAuthority } from '../../../shared/network-settings.ts';
import { CertificateFactList } from './certificate-fact-list.tsx';

/** What was chosen, to be compared before it counts. Its safe answer takes the focus. */
export function CandidateAuthority(props: {
  authority: TrustedAuthority;
  onTrust: () => void;
  onRefuse: () => void;
}): ReactNode {
  const safeAnswer = useRef<HTMLButtonElement>(null);
  useEffect(() => safeAnswer.current?.focus(), []);
  return (
    <>
      <p>
        Compare the SHA-256 with the one that your administrator tells you. Whoever has this
        authority’s key can pass as <code>{props.authority.host}</code>.
      </p>
      <CertificateFactList authority={props.authority} />
      <div className="actions">
        <button type="button" className="button primary" onClick={props.onTrust}>
          Trust for {props.authority.host} only
        </button>
        <button ref={safeAnswer} type="button" className="button" onClick={props.onRefuse}>
          Do not trust
        </button>
      </div>
    </>
  );
}
