import type { ReactNode } from 'react';
import { longDate } from '../../../shared/copy/registration-copy.ts';
import type { LabRegistration } from '../../../shared/registrations.ts';
import { type Fact, Facts } from '../parts/facts.tsx';
import { Fingerprint } from '../parts/fingerprint.tsx';

/** What this enrollment gives access to, and until when. */
export function AccessFacts({ lab }: { lab: LabRegistration }): ReactNode {
  return <Facts facts={factsOf(lab)} />;
}

function factsOf(lab: LabRegistration): Fact[] {
  const { apiBaseUrl, keyFingerprint, sshHost, scopes, enrolledAt, expiry } = lab;
  const facts: Fact[] = [];
  if (sshHost) {
    facts.push(['SSH alias', sshHost.alias], ['Git host', `${sshHost.host}:${sshHost.port}`]);
  }
  if (keyFingerprint !== null) {
    facts.push(['Key fingerprint', <Fingerprint key="fingerprint" text={keyFingerprint} />]);
  }
  if (apiBaseUrl !== null) facts.push(['API', apiBaseUrl]);
  if (scopes.length > 0) facts.push(['Permissions', scopes.join(', ')]);
  if (enrolledAt !== null)
    facts.push(['Enrolled', <span key="since">{longDate(enrolledAt)}</span>]);
  if (expiry !== null) {
    facts.push(['Expires', <span key="until">{longDate(expiry.expiresAt)}</span>]);
  }
  return facts;
}
