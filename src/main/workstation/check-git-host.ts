import { sshHost, sshPort } from '@onbench/protocol/ssh-host-alias';
import { canConnect } from './can-connect.ts';
import { type Check, type Finding, PASSED, problemFound } from './check.ts';
import { readSnapshot, resolveLinks } from './file-snapshot.ts';
import { readOption, readSshConfig, type SshConfigLines } from './read-ssh-config.ts';
import type { WorkstationPaths } from './workstation-paths.ts';

interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** Whether the git host of an earlier enrollment takes connections: our own block in the ssh config names it. */
export function gitHostCheck({ sshConfig }: Pick<WorkstationPaths, 'sshConfig'>): Check {
  return {
    name: 'git-host',
    subject: null,
    timeUp: problemFound({ kind: 'folder-timed-out', path: sshConfig }),
    run: async (signal) => {
      const endpoint = await knownEndpoint(sshConfig);
      if (endpoint === null) return { kind: 'skipped', reason: 'no-git-host-yet' };
      return judge(endpoint, await canConnect(endpoint, signal));
    },
  };
}

function judge(endpoint: Endpoint, reachable: boolean): Finding {
  const subject = `${endpoint.host}:${endpoint.port}`;
  if (reachable) return { ...PASSED, subject };
  return { ...problemFound({ kind: 'git-host-unreachable', ...endpoint }), subject };
}

/** A config that cannot be read is none of this check's business: writing it will say so. */
async function knownEndpoint(sshConfig: string): Promise<Endpoint | null> {
  const { text } = await resolveLinks(sshConfig)
    .then(readSnapshot)
    .catch(() => ({ text: '' }));
  return endpointIn(readSshConfig(text));
}

/** Of the topmost block, which is the latest enrollment. People edit this file, so nothing in it is taken on trust. */
function endpointIn({ lines, blocks }: SshConfigLines): Endpoint | null {
  const [block] = blocks;
  if (!block) return null;
  const options = lines.slice(block.first, block.last).map(readOption);
  const wordAfter = (keyword: string) =>
    options.find((option) => option?.keyword === keyword)?.args[0];
  const host = sshHost.safeParse(wordAfter('hostname'));
  const port = sshPort.safeParse(Number(wordAfter('port')));
  return host.success && port.success ? { host: host.data, port: port.data } : null;
}
