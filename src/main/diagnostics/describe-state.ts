import type { EnrollmentState } from '../../shared/enrollment.ts';
import type { NetworkSettings } from '../../shared/network-settings.ts';
import type { PolicyFacts } from '../../shared/policy.ts';
import type { PreFlightCheck } from '../../shared/pre-flight.ts';
import type { LabRegistration, RegistrationsState } from '../../shared/registrations.ts';
import { TROUBLE_NUMBERS } from '../../shared/trouble-numbers.ts';
import type { EnrollmentHistory } from './enrollment-history.ts';

/** Lines of a section, each already complete. */
type Lines = readonly string[];

/**
 * The state in words, from chosen facts: a code on the screen opens a door for as long as it lives, so neither it nor
 * the link with it is among them.
 */
export function describeEnrollment(state: EnrollmentState): Lines {
  switch (state.kind) {
    case 'idle':
      return ['idle'];
    case 'checking':
    case 'requesting-code':
      return [state.kind, `server: ${state.apiBaseUrl}`];
    case 'awaiting-approval':
      return [
        state.kind,
        `server: ${state.apiBaseUrl}`,
        `key: ${state.keyFingerprint}`,
        `time left: ${seconds(state.remainingMs)} of ${seconds(state.lifetimeMs)}`,
        `polling: ${JSON.stringify(state.polling)}`,
        `ssh config: ${state.changes.sshConfig.kind}`,
      ];
    case 'finishing':
      return [
        `finishing ${state.lab}: ${state.step}`,
        `question: ${JSON.stringify(state.question)}`,
      ];
    case 'recovery':
      return [`recovery of ${state.lab}: ${state.reason}`];
    case 'enrolled':
      return [
        `enrolled as ${state.lab}`,
        `server: ${state.apiBaseUrl}`,
        `git host: ${JSON.stringify(state.sshHost)}`,
        `key: ${state.keyFingerprint}`,
        `token kept in: ${state.tokenKeptIn}`,
        ...state.proofs.map((proof) => `proof: ${JSON.stringify(proof)}`),
      ];
    case 'failed':
      return [`server: ${state.apiBaseUrl}`, `failure: ${JSON.stringify(state.failure)}`];
  }
}

/** Which states there were, and how long each lasted. */
export function describeHistory({ stays }: EnrollmentHistory, nowMs: number): Lines {
  return stays.map(({ name, since }, index) => {
    const until = stays[index + 1]?.since ?? nowMs;
    return `${new Date(since).toISOString()}  ${name} (${seconds(until - since)})`;
  });
}

/** The list of the pre-flight, with the numbers that the docs explain. */
export function describeChecks(checks: readonly PreFlightCheck[]): Lines {
  return checks.map(({ name, subject, progress }) => {
    const about = subject === null ? name : `${name} (${subject})`;
    if (!('problem' in progress)) return `${about}: ${progress.kind}`;
    const { number } = TROUBLE_NUMBERS[progress.problem.kind];
    return `${about}: ${progress.kind} ${number} ${JSON.stringify(progress.problem)}`;
  });
}

export function describeLabs({ labs, running, outcome }: RegistrationsState): Lines {
  return [
    ...labs.flatMap(describeLab),
    ...(running ? [`running: ${running.kind} ${running.lab}`] : []),
    ...(outcome ? [`last: ${JSON.stringify(outcome)}`] : []),
  ];
}

/** What the lab decided, and the way to the server. Certificates are public, and named by what a person compares. */
export function describeNetwork(policy: PolicyFacts, network: NetworkSettings): Lines {
  const managed = (isManaged: boolean) => (isManaged ? ', by the lab' : '');
  const { proxy, authority } = network;
  return [
    `policy: ${JSON.stringify(policy)}`,
    `proxy: ${proxy.kind === 'manual' ? proxy.url : proxy.kind}${managed(network.isProxyManaged)}`,
    ...(authority?.certificates ?? []).map(
      ({ subject, validTo, sha256 }) =>
        `trusted for ${authority?.host}: ${subject}, until ${validTo}, ${sha256}${managed(network.isAuthorityManaged)}`,
    ),
  ];
}

function describeLab(lab: LabRegistration): Lines {
  const { status, isCurrent, apiBaseUrl, keyFingerprint, expiry, lines } = lab;
  return [
    `${lab.lab}: ${status}${isCurrent ? ', current' : ''}`,
    `  server: ${apiBaseUrl ?? 'not noted'}`,
    `  key: ${keyFingerprint ?? 'none'}`,
    `  token expires: ${expiry?.expiresAt ?? 'not known, or never'}`,
    ...lines.map(({ name, subject, verdict }) => {
      const { kind, ...facts } = verdict;
      const more = Object.keys(facts).length === 0 ? '' : ` ${JSON.stringify(facts)}`;
      return `  ${name}: ${kind}${more}${subject === null ? '' : ` (${subject})`}`;
    }),
  ];
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}
