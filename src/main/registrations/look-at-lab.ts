import type { SshHostAlias } from '@onbench/protocol/ssh-host-alias';
import type {
  RegistrationStatus,
  StatusLine,
  StatusLineName,
  StatusVerdict,
} from '../../shared/registrations.ts';
import { readSnapshot, resolveLinks } from '../workstation/file-snapshot.ts';
import { planKnownHosts } from '../workstation/plan-known-hosts.ts';
import { planSshConfig } from '../workstation/plan-ssh-config.ts';
import { readSshConfig } from '../workstation/read-ssh-config.ts';
import { type FoundKey, readWorkstationKey } from '../workstation/read-workstation-key.ts';
import { sshConfigEntry } from '../workstation/stage-ssh-config.ts';
import { systemErrorCode } from '../workstation/system-error.ts';
import type { LabContext } from './lab-context.ts';
import type { LabFiles } from './lab-paths.ts';
import type { LabRecord } from './lab-record.ts';
import { type FoundRegistration, readRegistration } from './read-registration.ts';

/** What ssh takes for a private key that others could read. */
const SHARED = 0o077;

/** What there is of a lab on this machine, without asking the network. */
export interface LabLook {
  readonly status: RegistrationStatus;
  readonly lines: readonly StatusLine[];
  readonly repairable: boolean;
  readonly keyFingerprint: string | null;
  readonly sshHost: SshHostAlias | null;
}

const PASSED: StatusVerdict = { kind: 'passed' };
const MISSING: StatusVerdict = { kind: 'missing' };
const SKIPPED: StatusVerdict = { kind: 'skipped' };

export async function lookAtLab(
  context: LabContext,
  lab: string,
  record: LabRecord,
): Promise<LabLook> {
  const { store, keyring, hostSlug } = context;
  const files = await store.filesOf(lab);
  const key = await readWorkstationKey(files.privateKey, `pychron-${hostSlug}`);
  const registration = await readRegistration(files.registration);
  const token = await keyring.get(lab);
  const { sshHost } = record;
  const verdicts: Record<StatusLineName, StatusVerdict> = {
    registration: judgeRegistration(registration, key),
    token: token.ok
      ? token.value === null
        ? MISSING
        : PASSED
      : { kind: 'unreadable', code: token.failure },
    key: await judgeKey(key, record, files),
    'ssh-config': sshHost ? await judged(() => judgeSshConfig(context, files, sshHost)) : SKIPPED,
    'known-hosts': sshHost ? await judged(() => judgeKnownHosts(context, sshHost)) : SKIPPED,
    host: sshHost ? { kind: 'checking' } : SKIPPED,
  };
  const subjects: Record<StatusLineName, string | null> = {
    registration: files.registration,
    token: lab,
    key: files.privateKey,
    'ssh-config': sshHost && store.paths.sshConfig,
    'known-hosts': sshHost && store.paths.knownHosts,
    host: sshHost && `${sshHost.host}:${sshHost.port}`,
  };
  return {
    status: statusOf(registration.kind === 'read', token.ok && token.value !== null),
    lines: (Object.keys(verdicts) as StatusLineName[]).map((name) => ({
      name,
      subject: subjects[name],
      verdict: verdicts[name],
    })),
    repairable: isRepairable(verdicts),
    keyFingerprint: key.kind === 'read' ? key.key.fingerprint : record.keyFingerprint,
    sshHost,
  };
}

function statusOf(hasRegistration: boolean, hasToken: boolean): RegistrationStatus {
  if (hasRegistration && hasToken) return 'registered';
  return hasRegistration || hasToken ? 'partial' : 'unregistered';
}

/** A key and a registration come from the server, which wants the token; the rest can be written again from the notes. */
function isRepairable(verdicts: Record<StatusLineName, StatusVerdict>): boolean {
  const isBroken = (name: StatusLineName) =>
    ['missing', 'differs', 'too-open'].includes(verdicts[name].kind);
  const fromNotes = isBroken('ssh-config') || verdicts['known-hosts'].kind === 'missing';
  const fromServer = isBroken('registration') || isBroken('key');
  return fromNotes || (fromServer && verdicts.token.kind === 'passed');
}

function judgeRegistration(registration: FoundRegistration, key: FoundKey): StatusVerdict {
  if (registration.kind === 'missing' || registration.kind === 'unreadable') return registration;
  if (registration.kind === 'damaged') return { kind: 'differs' };
  if (key.kind !== 'read') return PASSED;
  return registration.sshKey.fingerprint === key.key.fingerprint ? PASSED : { kind: 'differs' };
}

async function judgeKey(
  key: FoundKey,
  { keyFingerprint }: LabRecord,
  { publicKey }: LabFiles,
): Promise<StatusVerdict> {
  if (key.kind === 'missing' || key.kind === 'unreadable') return key;
  if (key.kind === 'damaged') return { kind: 'differs' };
  if (process.platform !== 'win32' && (key.mode & SHARED) !== 0) {
    return { kind: 'too-open', mode: key.mode.toString(8) };
  }
  if (keyFingerprint !== null && key.key.fingerprint !== keyFingerprint) return { kind: 'differs' };
  return judged(async () => {
    const { text } = await readSnapshot(publicKey);
    return text.trim() === key.key.publicKeyLine ? PASSED : { kind: 'differs' };
  });
}

async function judgeSshConfig(
  { store }: LabContext,
  { privateKey }: LabFiles,
  alias: SshHostAlias,
): Promise<StatusVerdict> {
  const { text } = await readSnapshot(await resolveLinks(store.paths.sshConfig));
  const plan = planSshConfig(text, sshConfigEntry({ ...store.paths, privateKey }, alias));
  if (plan.kind === 'conflict') return { kind: 'conflict', line: plan.line };
  if (plan.kind === 'already-present') return PASSED;
  const present = readSshConfig(text).blocks.some((block) => block.alias === alias.alias);
  return present ? { kind: 'differs' } : MISSING;
}

async function judgeKnownHosts({ store }: LabContext, alias: SshHostAlias): Promise<StatusVerdict> {
  const plan = planKnownHosts((await readSnapshot(store.paths.knownHosts)).text, alias);
  if (plan.kind === 'already-present') return PASSED;
  return plan.kind === 'appended' ? MISSING : { kind: 'differs' };
}

async function judged(judge: () => Promise<StatusVerdict>): Promise<StatusVerdict> {
  try {
    return await judge();
  } catch (error) {
    return { kind: 'unreadable', code: systemErrorCode(error) };
  }
}
