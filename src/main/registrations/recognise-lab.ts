import { labName } from '@onbench/protocol/names';
import { sshHostAlias } from '@onbench/protocol/ssh-host-alias';
import { readSnapshot, resolveLinks } from '../workstation/file-snapshot.ts';
import { readOption, readSshConfig } from '../workstation/read-ssh-config.ts';
import { escapeTokens } from '../workstation/ssh-config-block.ts';
import type { WorkstationPaths } from '../workstation/workstation-paths.ts';
import { EMPTY_RECORD, type LabRecord } from './lab-record.ts';
import { readRegistration } from './read-registration.ts';

/** The lab of a machine on which nobody has noted it. */
export interface RecognisedLab {
  readonly lab: string;
  readonly record: LabRecord;
}

const ALIAS_PREFIX = 'pychron-';

/** `bot-<lab>-<8 hex digits>` */
const BOT_USERNAME = /^bot-(.+)-[0-9a-f]{8}$/;

/**
 * Whose enrollment stands at the fixed names, on a machine that was enrolled without a note of the lab: registration.json
 * says it by its alias or its bot's name; without it, the ssh config by the block that uses the fixed key.
 */
export async function recogniseLab(paths: WorkstationPaths): Promise<RecognisedLab | null> {
  const registration = await readRegistration(paths.registration);
  if (registration.kind === 'read') {
    const { sshKey } = registration;
    const alias = sshHostAlias.safeParse(sshKey.ssh_host_alias);
    const lab = alias.success
      ? labOfAlias(alias.data.alias)
      : (BOT_USERNAME.exec(sshKey.bot_username)?.[1] ?? null);
    if (lab === null || !labName.safeParse(lab).success) return null;
    const sshHost = alias.success ? alias.data : null;
    return { lab, record: { ...EMPTY_RECORD, keyFingerprint: sshKey.fingerprint, sshHost } };
  }
  const lab = await labOfBlock(paths);
  return lab === null ? null : { lab, record: EMPTY_RECORD };
}

function labOfAlias(alias: string): string | null {
  const lab = alias.startsWith(ALIAS_PREFIX) ? alias.slice(ALIAS_PREFIX.length) : '';
  return labName.safeParse(lab).success ? lab : null;
}

async function labOfBlock({ sshConfig, privateKey }: WorkstationPaths): Promise<string | null> {
  const { text } = await resolveLinks(sshConfig)
    .then(readSnapshot)
    .catch(() => ({ text: '' }));
  const { lines, blocks } = readSshConfig(text);
  const ours = blocks.find(({ first, last }) =>
    lines.slice(first, last).some((line) => {
      const option = readOption(line);
      return option?.keyword === 'identityfile' && option.args[0] === escapeTokens(privateKey);
    }),
  );
  return ours ? labOfAlias(ours.alias) : null;
}
