import type { SshHostAlias } from '@onbench/protocol/ssh-host-alias';
import { failed, ok, type Result } from '../../shared/result.ts';
import { offeredKey, planKnownHosts } from './plan-known-hosts.ts';
import { type StagedChange, stageEdit } from './staged-change.ts';
import type { InstallFailure, InstallProgress } from './workstation.ts';

/** Pins the host's key, asking a person first when another one is pinned already. */
export function stageKnownHosts(
  path: string,
  alias: SshHostAlias,
  progress: Pick<InstallProgress, 'askHostKey'>,
): Promise<Result<StagedChange<InstallFailure>, InstallFailure>> {
  let consentedFrom: string | null = null;
  return stageEdit<InstallFailure>(path, async (text) => {
    const plan = planKnownHosts(text, alias);
    if (plan.kind === 'already-present') return ok(null);
    // Consent is to leave one known key behind: if the file changes meanwhile, the same question is not asked twice.
    if (plan.kind === 'key-differs' && plan.knownFingerprint !== consentedFrom) {
      const trusted = await progress.askHostKey({
        host: alias.host,
        knownFingerprint: plan.knownFingerprint,
        offeredFingerprint: offeredKey(alias).fingerprint,
      });
      if (!trusted) return failed({ kind: 'host-key-refused', host: alias.host });
      consentedFrom = plan.knownFingerprint;
    }
    return ok(plan.text);
  });
}
