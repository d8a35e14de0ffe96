import { registerSshKeyRequest, SSH_KEYS_PATH } from '@onbench/protocol/bearer-api';
import type { Scope } from '@onbench/protocol/scopes';
import { tokenAgent } from '../audit/agent.ts';
import type { App, ServerContext } from '../context.ts';
import { registerSshKey } from '../credentials/register-ssh-key.ts';
import { addressOf } from '../limits/client-address.ts';
import { credentialOf, requireToken } from './bearer.ts';
import { INVALID_TOKEN, KEY_REJECTED, REFUSAL_RESPONSES, scopeMissing } from './refusals.ts';
import { metadataRepository, sshHostAlias, wireSshKeyRegistration } from './workstation-access.ts';

const REGISTER_SCOPE: Scope = 'workstations:register_ssh_key';

/** A workstation with a token replaces its key. */
export function registerSshKeys(app: App, context: ServerContext): void {
  const responses = { 200: wireSshKeyRegistration, 201: wireSshKeyRegistration };
  app.post(
    SSH_KEYS_PATH,
    {
      onRequest: requireToken(context),
      schema: { body: registerSshKeyRequest, response: { ...responses, ...REFUSAL_RESPONSES } },
    },
    async (request, reply) => {
      const credential = credentialOf(request);
      if (!credential.scopes.includes(REGISTER_SCOPE)) {
        return reply.code(403).send(scopeMissing(REGISTER_SCOPE));
      }
      const outcome = await registerSshKey(
        context,
        credential,
        request.body.public_key,
        tokenAgent(credential.id, addressOf(request)),
      );
      if (outcome.kind === 'revoked') return reply.code(401).send(INVALID_TOKEN);
      if (outcome.kind === 'not-a-key') return reply.code(422).send(KEY_REJECTED);
      if (outcome.kind === 'in-use') return reply.code(409).send(KEY_REJECTED);
      const rotated = outcome.kind === 'registered';
      return reply.code(rotated ? 201 : 200).send({
        bot_username: outcome.botUsername,
        fingerprint: outcome.fingerprint,
        rotated,
        default_metadata_repo: await metadataRepository(context.gitHost, credential.lab),
        ssh_host_alias: sshHostAlias(credential.lab, context.gitHost),
      });
    },
  );
}
