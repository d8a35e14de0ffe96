import type { ReactNode } from 'react';
import type { CertificateFacts, TrustedAuthority } from '../../../shared/network-settings.ts';
import { formatDays, useManagedSettings } from '../managed.ts';
import { Facts } from '../parts/facts.tsx';

/** What a person compares: whose it is, how long it lasts, and the fingerprint of every certificate. */
export function CertificateFactList({ authority }: { authority: TrustedAuthority }): ReactNode {
  return authority.certificates.map((each) => <OneCertificate key={each.sha256} facts={each} />);
}

function OneCertificate({ facts }: { facts: CertificateFacts }): ReactNode {
  const language = useManagedSettings()?.language ?? null;
  const validity = formatDays(facts.validFrom, facts.validTo, language);
  return (
    <Facts
      facts={[
        ['Subject', facts.subject],
        ['Valid', <span key="valid">{validity}</span>],
        ['SHA-256', <CertificateFingerprint key="sha256" text={facts.sha256} />],
      ]}
    />
  );
}

/** Two rows of sixteen bytes, as openssl writes them. */
function CertificateFingerprint({ text }: { text: string }): ReactNode {
  const half = text.length / 2 + 0.5;
  return (
    <code className="certificate-fingerprint">
      <span>{text.slice(0, half)}</span>
      <wbr />
      <span>{text.slice(half)}</span>
    </code>
  );
}
