import type { ProofResult } from '../../shared/enrollment.ts';
import type { RunSsh, SshRun } from './run-ssh.ts';
import { escapeTokens, SSH_USER, type SshConfigEntry } from './ssh-config-block.ts';

/** ssh's own failure, as against an exit status of the remote command (ssh(1), EXIT STATUS). */
const SSH_FAILED = 255;

/**
 * A fresh login that only the enrolled key and the pinned host key can bring about: no agent, no shared connection, no
 * host key accepted or learned on the way, whatever the user's own options are.
 */
const LOGIN_OPTIONS = [
  'BatchMode=yes',
  'ConnectTimeout=10',
  'StrictHostKeyChecking=yes',
  'UpdateHostKeys=no',
  'IdentityAgent=none',
  'ControlMaster=no',
  'ControlPath=none',
  'ClearAllForwardings=yes',
  'LogLevel=ERROR',
];

export interface SshProofSubject {
  readonly entry: SshConfigEntry;
  /** Named with `-F` where ssh would not find it by itself; null for its own default. */
  readonly configFile: string | null;
}

/** Proves the ssh config and then one login through it (security.md S03, S05). */
export async function proveSsh(
  { entry, configFile }: SshProofSubject,
  runSsh: RunSsh,
): Promise<readonly ProofResult[]> {
  const base = configFile === null ? [] : ['-F', configFile];
  const effective = await runSsh([...base, '-G', entry.alias]);
  if (effective.kind === 'not-installed') {
    return [skipped('ssh-config', 'no-ssh-client'), skipped('ssh-login', 'no-ssh-client')];
  }
  const config = judgeConfig(effective, entry);
  // Under somebody else's options a login would prove nothing about ours.
  if (config.outcome !== 'passed') return [config, skipped('ssh-login', 'overridden')];
  const options = LOGIN_OPTIONS.flatMap((option) => ['-o', option]);
  return [config, judgeLogin(await runSsh([...base, ...options, '-T', entry.alias]))];
}

export function skippedProofs(
  reason: Extract<ProofResult['reason'], 'no-ssh-alias'>,
): readonly ProofResult[] {
  return [skipped('ssh-config', reason), skipped('ssh-login', reason)];
}

/** A config that ssh cannot read at all is `overridden` by no option that could be named. */
function judgeConfig(run: SshRun, entry: SshConfigEntry): ProofResult {
  const check = 'ssh-config';
  if (run.kind !== 'exited' || run.exitCode !== 0) {
    return { check, outcome: 'failed', reason: 'overridden', options: [] };
  }
  const options = overriddenOptions(run.stdout, entry);
  return options.length === 0
    ? { check, outcome: 'passed', reason: null }
    : { check, outcome: 'failed', reason: 'overridden', options };
}

function overriddenOptions(output: string, entry: SshConfigEntry): readonly string[] {
  const effective = firstValues(output);
  const wanted = {
    HostName: [entry.host.toLowerCase()],
    Port: [String(entry.port)],
    User: [SSH_USER],
    IdentityFile: asPrinted(entry.identityFile),
    IdentitiesOnly: ['yes'],
    UserKnownHostsFile: asPrinted(entry.userKnownHostsFile),
  };
  const actual = (option: string) => {
    const value = effective.get(option.toLowerCase()) ?? '';
    return option === 'HostName' ? value.toLowerCase() : value;
  };
  return Object.entries(wanted)
    .filter(([option, values]) => !values.includes(actual(option)))
    .map(([option]) => option);
}

/** ssh prints some file names before and some after it expands their tokens, depending on its version. */
function asPrinted(path: string): readonly string[] {
  return [path, escapeTokens(path)];
}

/** `ssh -G` prints one `option value` a line; of repeated ones (IdentityFile) the first is tried first. */
function firstValues(output: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const line of output.split(/\r?\n/)) {
    const space = line.indexOf(' ');
    const option = line.slice(0, space);
    if (space > 0 && !values.has(option)) values.set(option, line.slice(space + 1));
  }
  return values;
}

function judgeLogin(run: SshRun): ProofResult {
  const check = 'ssh-login';
  if (run.kind === 'exited' && run.exitCode !== SSH_FAILED) {
    return { check, outcome: 'passed', reason: null };
  }
  const words = run.kind === 'exited' ? run.stderr : '';
  return { check, outcome: 'failed', reason: failureReason(words) };
}

function failureReason(stderr: string): 'host-key-differs' | 'key-refused' | 'host-unreachable' {
  if (/host key verification failed|host identification has changed/i.test(stderr)) {
    return 'host-key-differs';
  }
  if (/permission denied|too many authentication failures/i.test(stderr)) return 'key-refused';
  return 'host-unreachable';
}

function skipped(check: ProofResult['check'], reason: ProofResult['reason']): ProofResult {
  return { check, outcome: 'skipped', reason };
}
