import { z } from 'zod';
import { defaultRepository } from '../accounts/labs.ts';
import type { GitHost, HostedRepository } from '../git-host/git-host.ts';

/* How a workstation reaches the git host, as the wire has it. */

export const wireSshHostAlias = z.object({
  alias: z.string(),
  real_host: z.string(),
  port: z.number(),
  known_hosts_line: z.string(),
});

export const wireMetadataRepository = z.object({
  repository_identifier: z.string(),
  ssh_url: z.string(),
  https_url: z.string(),
  branch: z.string(),
});

export const wireSshKeyRegistration = z.object({
  bot_username: z.string(),
  fingerprint: z.string(),
  rotated: z.boolean(),
  default_metadata_repo: wireMetadataRepository.nullable(),
  ssh_host_alias: wireSshHostAlias,
});

export function sshHostAlias(lab: string, { endpoint }: GitHost): z.infer<typeof wireSshHostAlias> {
  return {
    alias: aliasOf(lab),
    real_host: endpoint.host,
    port: endpoint.port,
    known_hosts_line: endpoint.knownHostsLine,
  };
}

/** By the alias, so that it works as it stands on an enrolled workstation: the alias brings key, port and host key. */
export function sshUrl(lab: string, identifier: string): string {
  return `git@${aliasOf(lab)}:${identifier}.git`;
}

export async function metadataRepository(
  gitHost: GitHost,
  lab: string,
): Promise<z.infer<typeof wireMetadataRepository> | null> {
  const repositories = await gitHost.listRepositories(lab);
  const found = repositories.find(({ identifier }) => identifier === defaultRepository(lab));
  return found ? describeMetadataRepository(lab, found) : null;
}

function describeMetadataRepository(lab: string, repository: HostedRepository) {
  return {
    repository_identifier: repository.identifier,
    ssh_url: sshUrl(lab, repository.identifier),
    https_url: repository.httpsUrl,
    branch: repository.defaultBranch,
  };
}

function aliasOf(lab: string): string {
  return `pychron-${lab}`;
}
