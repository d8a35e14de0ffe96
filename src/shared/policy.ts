/** What a lab decides for its workstations, as far as the window shows it. */
export interface ManagedSettings {
  /** Null where the lab names no server. */
  readonly apiBaseUrl: { readonly url: string; readonly required: boolean } | null;
  readonly hideOpenPage: boolean;
  /** One line for people: a name, a telephone number, an address. */
  readonly supportContact: string | null;
  /** BCP 47: how numbers and dates are written. Null for the system's own way. */
  readonly language: string | null;
}

/** Why a policy file is not obeyed. While there is one, no workstation enrolls: it could be against the lab's word. */
export type PolicyFault =
  /** `code` is the system's error name, such as `EACCES`. */
  | { readonly kind: 'not-readable'; readonly code: string }
  /** Somebody who does not administer this machine could have written it. */
  | { readonly kind: 'not-protected' }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'not-json' }
  /** `field` is a dotted path; `reason` says in words what is wrong with it. */
  | { readonly kind: 'bad-field'; readonly field: string; readonly reason: string };

export interface PolicyProblem {
  /** The file that is at fault: the policy's, or the certificate file that it names. */
  readonly path: string;
  readonly fault: PolicyFault;
}

/** What the window knows of the lab's policy. */
export type PolicyFacts =
  | { readonly kind: 'none' }
  | { readonly kind: 'managed'; readonly path: string; readonly settings: ManagedSettings }
  | { readonly kind: 'broken'; readonly problem: PolicyProblem };
