import type { PolicyReading } from './read-policy.ts';

/** Why the lab lets no enrollment begin. */
export type AdmissionRefusal = 'policy-broken' | 'not-the-labs-server';

/** What the lab's policy allows an enrollment. */
export interface Admission {
  /** Asked with the canonical API base URL before any file or network is touched. */
  refusalOf(apiBaseUrl: string): AdmissionRefusal | null;
  /** Asked with the lab of an answer: a token for another one is not kept. */
  allowsLab(lab: string): boolean;
}

/** A broken policy refuses everything: what it meant to forbid is not known. */
export function admissionBy(reading: PolicyReading): Admission {
  switch (reading.kind) {
    case 'none':
      return { refusalOf: () => null, allowsLab: () => true };
    case 'broken':
      return { refusalOf: () => 'policy-broken', allowsLab: () => false };
    case 'managed': {
      const { allowedLabs, settings } = reading.policy;
      const required = settings.apiBaseUrl?.required ? settings.apiBaseUrl.url : null;
      return {
        refusalOf: (url) => (required === null || url === required ? null : 'not-the-labs-server'),
        allowsLab: (lab) => allowedLabs === null || allowedLabs.includes(lab),
      };
    }
  }
}
