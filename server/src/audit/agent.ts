/** Who does something, and from where: what the audit log says of each event. */
export type Agent = Decider | Unnamed;

/** Who may decide: a person who is signed in, or a program with a token. */
export interface Decider {
  readonly kind: 'administrator' | 'token';
  /** Of the administrator or the credential. */
  readonly id: string;
  /** For people: an e-mail address, or which token. */
  readonly name: string;
  readonly address: string | null;
}

interface Unnamed {
  readonly kind: 'workstation' | 'server' | 'operator' | 'technician' | 'stranger';
  readonly id: null;
  readonly name: null;
  readonly address: string | null;
}

export function administratorAgent(
  { id, email }: { readonly id: string; readonly email: string },
  address: string,
): Decider {
  return { kind: 'administrator', id, name: email, address };
}

export function tokenAgent(credentialId: string, address: string): Decider {
  return { kind: 'token', id: credentialId, name: `token ${credentialId}`, address };
}

/** Whoever asks for a device code, or holds one. */
export function workstationAgent(address: string): Agent {
  return { kind: 'workstation', id: null, name: null, address };
}

/** Who tried to sign in and could not. */
export function strangerAgent(address: string): Agent {
  return { kind: 'stranger', id: null, name: null, address };
}

/** Who follows the link of a letter to a technician. */
export function technicianAgent(address: string): Agent {
  return { kind: 'technician', id: null, name: null, address };
}

/** What the server does by itself when a time is over. */
export const SERVER_AGENT: Agent = { kind: 'server', id: null, name: null, address: null };

/** Who sits at the server's command line. */
export const OPERATOR_AGENT: Agent = { kind: 'operator', id: null, name: null, address: null };
