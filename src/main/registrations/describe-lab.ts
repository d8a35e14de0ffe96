import type { LabRegistration, StatusLine } from '../../shared/registrations.ts';
import { canConnect } from '../workstation/can-connect.ts';
import { isKeyChangePending } from './change-key.ts';
import type { LabContext } from './lab-context.ts';
import { lookAtLab } from './look-at-lab.ts';
import { tokenExpiry } from './token-expiry.ts';

/** All that the window is told of a lab, as far as this machine knows it by itself. */
export async function describeLab(
  context: LabContext,
  lab: string,
  current: string | null,
): Promise<LabRegistration> {
  const record = await context.store.record(lab);
  const { sshHost, ...look } = await lookAtLab(context, lab, record);
  return {
    ...look,
    lab,
    isCurrent: lab === current,
    apiBaseUrl: record.apiBaseUrl,
    sshHost: sshHost && { alias: sshHost.alias, host: sshHost.host, port: sshHost.port },
    scopes: record.scopes,
    enrolledAt: record.enrolledAt,
    expiry: tokenExpiry(record.tokenExpiresAt, context.wallTimeMs()),
    clones: record.clones,
    keyChangePending: await isKeyChangePending(context, lab),
  };
}

/** The same with a word of the network: whether the git host takes connections. */
export async function reachHost(
  registration: LabRegistration,
  signal: AbortSignal,
): Promise<LabRegistration> {
  const { sshHost, lines } = registration;
  if (sshHost === null) return registration;
  const kind = (await canConnect(sshHost, signal)) ? 'passed' : 'unreachable';
  const verdict = { kind } as const;
  return {
    ...registration,
    lines: lines.map((line): StatusLine => (line.name === 'host' ? { ...line, verdict } : line)),
  };
}
