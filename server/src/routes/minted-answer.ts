import type { FastifyBaseLogger } from 'fastify';
import { z } from 'zod';
import type { ServerContext } from '../context.ts';
import type { MintedAnswer } from '../grants/sealed-answer.ts';
import {
  metadataRepository,
  sshHostAlias,
  wireMetadataRepository,
  wireSshHostAlias,
  wireSshKeyRegistration,
} from './workstation-access.ts';

/** The 200 of an approved poll (protocol.md section 1). */
export const wireMintedAnswer = z.object({
  api_token: z.string(),
  lab: z.string(),
  api_base_url: z.string(),
  default_metadata_repo: wireMetadataRepository.nullable(),
  ssh_host_alias: wireSshHostAlias,
  ssh_key: wireSshKeyRegistration,
});

export async function describeMinted(
  context: ServerContext,
  answer: MintedAnswer,
  log: FastifyBaseLogger,
): Promise<z.infer<typeof wireMintedAnswer>> {
  const { lab, token, key } = answer;
  if (!key) throw new Error('A workstation was given a token without its key');
  // The token exists already and only here: a repository that cannot be listed must not cost it.
  const repository = await metadataRepository(context.gitHost, lab).catch((error: unknown) => {
    log.error({ err: error }, 'the default repository is not known');
    return null;
  });
  const alias = sshHostAlias(lab, context.gitHost);
  return {
    api_token: token.reveal(),
    lab,
    api_base_url: context.publicUrl(),
    default_metadata_repo: repository,
    ssh_host_alias: alias,
    ssh_key: {
      bot_username: key.botUsername,
      fingerprint: key.fingerprint,
      rotated: false,
      default_metadata_repo: repository,
      ssh_host_alias: alias,
    },
  };
}
