import { z } from 'zod';
import { labName } from './names.ts';

/* What a workstation calls with its token. */

export const WHOAMI_PATH = '/api/v1/forgejo/whoami';
export const OWN_TOKEN_PATH = '/api/v1/forgejo/tokens/self';
export const SSH_KEYS_PATH = '/api/v1/forgejo/workstations/ssh-keys';

export const whoamiResponse = z.object({
  kind: z.string(),
  scopes: z.array(z.string()),
  lab: labName,
});

export const registerSshKeyRequest = z.object({
  public_key: z.string().min(1).max(8_192),
  title: z.string().max(255).optional(),
});
