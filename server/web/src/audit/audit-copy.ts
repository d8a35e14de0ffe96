import type { Session } from '@onbench/protocol/approval-api';
import {
  type AuditActor,
  type AuditFacts,
  type AuditKind,
  type AuditRow,
  readFacts,
} from '@onbench/protocol/audit';
import { SCOPES } from '@onbench/protocol/scopes';
import { SCOPE_WORDS } from '../copy.ts';
import { formatDay, formatMoment } from '../format-time.ts';
import { printable } from '../printable.ts';

/* What the audit log says, in words. */

/** Whose events somebody sees. */
export function describeReach({ labs, server_administrator }: Session): string {
  if (server_administrator) return 'Everything that happened on this server, newest first.';
  if (labs.length === 0) return 'What you did yourself, newest first.';
  const reach = labs.length > 3 ? `your ${labs.length} labs` : labs.join(', ');
  return `What happened in ${reach}, newest first.`;
}

export const KIND_LABELS: Readonly<Record<AuditKind, string>> = {
  'grant-started': 'Code asked for',
  'code-looked-up': 'Code looked up',
  'grant-approved': 'Approved',
  'grant-denied': 'Denied',
  'grant-disowned': 'Disowned',
  'credential-minted': 'Credential issued',
  'mint-failed': 'Credential not issued',
  'credential-delivered-again': 'Credential delivered again',
  'credential-acknowledged': 'Credential confirmed',
  'credential-revoked': 'Credential revoked',
  'key-registered': 'Key registered',
  'key-removed': 'Key removed',
  'device-changed': 'Device changed',
  'device-deleted': 'Device deleted',
  'signed-in': 'Signed in',
  'sign-in-refused': 'Sign-in refused',
  'signed-out': 'Signed out',
  'lab-added': 'Lab added',
  'lab-changed': 'Lab changed',
  'device-announced': 'Device announced',
  'enrollment-day-planned': 'Enrollment day planned',
  'enrollment-day-withdrawn': 'Enrollment day withdrawn',
  'announcement-withdrawn': 'Announcement withdrawn',
  'administrator-added': 'Administrator added',
  'administrator-changed': 'Administrator changed',
  'administrator-removed': 'Administrator removed',
  'password-changed': 'Password changed',
  'client-added': 'Client registered',
};

/** How an event is marked: what lets somebody in, what shuts somebody out, and what was refused. */
export const KIND_TONES: Readonly<Partial<Record<AuditKind, 'good' | 'danger' | 'warning'>>> = {
  'grant-approved': 'good',
  'credential-minted': 'good',
  'grant-denied': 'danger',
  'grant-disowned': 'danger',
  'credential-revoked': 'danger',
  'device-deleted': 'danger',
  'mint-failed': 'warning',
  'sign-in-refused': 'warning',
};

const ACTOR_WORDS: Readonly<Record<AuditActor, string>> = {
  administrator: 'An administrator',
  token: 'A program with a token',
  workstation: 'The machine itself',
  server: 'The server',
  operator: 'The server’s command line',
  technician: 'The technician, by a link in an e-mail',
  stranger: 'Somebody unknown',
};

/** Who did it: by name where there is one that people know. */
export function describeActor({ actor, actor_name }: AuditRow): string {
  return actor === 'administrator' && actor_name !== null
    ? printable(actor_name)
    : ACTOR_WORDS[actor];
}

/** What happened, in one sentence. */
export function describeEvent({ kind, facts }: AuditRow): string {
  return tell(kind, facts);
}

function tell<Kind extends AuditKind>(kind: Kind, facts: AuditRow['facts']): string {
  const known = readFacts(kind, facts);
  return known ? SENTENCES[kind](known) : '';
}

const SENTENCES: { readonly [Kind in AuditKind]: (facts: AuditFacts<Kind>) => string } = {
  'grant-started': ({ hostname, dialect }) =>
    dialect === 'pychron'
      ? `The workstation ${named(hostname)} asked for a code.`
      : `${named(hostname)} asked for a code.`,
  'code-looked-up': ({ outcome }) => LOOKUP_WORDS[outcome],
  'grant-approved': ({ scopes, technician_email, device_name, reason }) =>
    [
      device_name === null ? 'A request was approved' : `${named(device_name)} was approved`,
      technician_email === null ? '' : ` for ${printable(technician_email)}`,
      `. It may: ${listed(scopes.map(describeScope))}.`,
      reason === null ? '' : ` The reason given: ${named(reason)}.`,
    ].join(''),
  'grant-denied': () => 'A request was denied. Its code is of no use any more.',
  'grant-disowned': () =>
    'Its technician says that it was not them. What was approved is of no use any more.',
  'credential-minted': ({ key_fingerprint }) =>
    key_fingerprint === null
      ? 'A token was issued and delivered.'
      : 'A token was issued and delivered, and the machine’s SSH key was let in.',
  'mint-failed': ({ reason }) =>
    reason === 'key-in-use'
      ? 'No token was issued: the machine’s SSH key is in use elsewhere.'
      : 'No token was issued: the git host did not take the machine’s SSH key.',
  'credential-delivered-again': () =>
    'The same token was delivered once more: the machine had not confirmed it.',
  'credential-acknowledged': () => 'The machine confirmed that it has stored its token.',
  'credential-revoked': ({ reason }) =>
    `A token was ended, and its SSH key with it${REVOCATION_REASONS[reason]}.`,
  'key-registered': () => 'A machine replaced its SSH key.',
  'key-removed': ({ reason }) =>
    reason === 'replaced'
      ? 'An SSH key was shut out: a new one took its place.'
      : 'An SSH key was shut out: its token has run out.',
  'device-changed': ({ fields }) => `A device’s settings were changed: ${listed(fields)}.`,
  'device-deleted': ({ name }) =>
    `${name === null ? 'A device' : named(name)} was deleted from the list.`,
  'signed-in': ({ method }) =>
    method === 'password' ? 'Signed in with a password.' : 'Signed in through the organisation.',
  'sign-in-refused': ({ account, method }) => {
    const way = method === 'password' ? '' : ' through the organisation';
    if (account === null) return `A sign-in${way} to an account that does not exist was refused.`;
    const reason = method === 'password' ? ': the password was wrong' : '';
    return `A sign-in${way} as ${printable(account)} was refused${reason}.`;
  },
  'signed-out': () => 'Signed out.',
  'lab-added': () => 'The lab was added.',
  'lab-changed': ({ asks_for_reasons }) =>
    asks_for_reasons
      ? 'From now on, approving what nobody announced takes a reason.'
      : 'From now on, approving takes no reason.',
  'device-announced': ({ hostname, technician_email, starts_at, ends_at }) =>
    [
      `${named(hostname)} was announced, from ${formatDay(Date.parse(starts_at))}`,
      ` to ${formatDay(Date.parse(ends_at) - 1)}`,
      technician_email === null ? '' : `, for ${printable(technician_email)}`,
      '.',
    ].join(''),
  'enrollment-day-planned': ({ machines, networks, starts_at, ends_at }) =>
    `${machines} ${machines === 1 ? 'machine is' : 'machines are'} expected from ${listed(networks)}, from ${formatMoment(Date.parse(starts_at))} to ${formatMoment(Date.parse(ends_at))}.`,
  'enrollment-day-withdrawn': () => 'An enrollment day was withdrawn.',
  'announcement-withdrawn': ({ hostname }) => `${named(hostname)} is not expected any more.`,
  'administrator-added': ({ email, labs }) =>
    labs.length === 0
      ? `${printable(email)} became an administrator, for no lab yet.`
      : `${printable(email)} became an administrator, for ${listed(labs)}.`,
  'administrator-changed': ({ email, labs, may_grant, server_administrator }) => {
    const role = server_administrator ? ' and looks after the server' : '';
    return `${printable(email)} now administers ${labs.length === 0 ? 'no lab' : listed(labs)}, may grant ${may_grant.length === 0 ? 'nothing' : listed(may_grant)}${role}.`;
  },
  'administrator-removed': ({ email }) => `${printable(email)} is no administrator any more.`,
  'password-changed': ({ email }) =>
    `The password of ${printable(email)} was changed. Their sessions ended.`,
  'client-added': ({ client_id, name }) =>
    `The client ${named(name)} was registered as ${printable(client_id)}.`,
};

const REVOCATION_REASONS: Readonly<Record<AuditFacts<'credential-revoked'>['reason'], string>> = {
  'asked-for': '',
  disowned: ': its technician says that it was not them',
  'not-acknowledged': ': the machine never confirmed that it has it',
};

const LOOKUP_WORDS: Readonly<Record<AuditFacts<'code-looked-up'>['outcome'], string>> = {
  found: 'A code was entered, and its request was shown.',
  unknown: 'A code was entered that nobody was given.',
  expired: 'A code was entered that had expired.',
  'decided-before': 'A code was entered that had been decided before.',
};

/** In the words of the approval page, where it knows the scope. */
function describeScope(scope: string): string {
  const known = SCOPES.find((each) => each === scope);
  return known ? SCOPE_WORDS[known].label.replace(/^./, (first) => first.toLowerCase()) : scope;
}

/** What a stranger chose, in marks that keep it apart from the sentence. */
function named(text: string): string {
  return `“\u2068${printable(text)}\u2069”`;
}

function listed(texts: readonly string[]): string {
  return texts.length === 0 ? 'nothing' : texts.map(printable).join(', ');
}
