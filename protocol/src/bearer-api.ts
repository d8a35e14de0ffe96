import { z } from 'zod';
import { metadataRepository } from './device-code-grant.ts';
import { labName, repositoryIdentifier } from './names.ts';

/* What a workstation calls with its token. */

export const WHOAMI_PATH = '/api/v1/forgejo/whoami';
export const OWN_TOKEN_PATH = '/api/v1/forgejo/tokens/self';
export const SSH_KEYS_PATH = '/api/v1/forgejo/workstations/ssh-keys';

export function labRepositoriesPath(lab: string): string {
  return `/api/v1/forgejo/labs/${lab}/repositories`;
}

export function defaultMetadataRepoPath(lab: string): string {
  return `/api/v1/forgejo/labs/${lab}/default-metadata-repo`;
}

export const whoamiResponse = z.object({
  kind: z.string(),
  scopes: z.array(z.string()),
  lab: labName,
  /** When the token ends; null for never. An older server does not say. */
  expires_at: z.iso.datetime({ offset: true }).nullish(),
});

export const registerSshKeyRequest = z.object({
  public_key: z.string().min(1).max(8_192),
  title: z.string().max(255).optional(),
});

/** What a lab's workstations may clone. What this project's client does not use is not held to more than its kind. */
export const labRepositoriesResponse = z.object({
  repositories: z
    .array(
      z.object({
        repository_identifier: repositoryIdentifier,
        description: z.string().nullish(),
      }),
    )
    .max(1_000),
});

export const defaultMetadataRepoResponse = metadataRepository.pick({ repository_identifier: true });
