import { POLL_PATH, pollRequest } from '@onbench/protocol/device-code-grant';
import { Secret } from '@onbench/protocol/secret';
import type { FastifyBaseLogger } from 'fastify';
import { z } from 'zod';
import type { App, ServerContext } from '../context.ts';
import { decideTokenAnswer } from '../grants/decide-token-answer.ts';
import { type MintOutcome, mintCredential } from '../grants/mint-credential.ts';
import { hashOf } from '../secrets/random-secret.ts';
import { perMinute } from './rate-limits.ts';
import {
  DENIED,
  GONE,
  KEY_REJECTED,
  MINT_FAILED,
  PENDING,
  REFUSAL_RESPONSES,
  SLOW_DOWN,
  UNAVAILABLE,
} from './refusals.ts';
import {
  metadataRepository,
  sshHostAlias,
  wireMetadataRepository,
  wireSshHostAlias,
  wireSshKeyRegistration,
} from './workstation-access.ts';

const minted = z.object({
  api_token: z.string(),
  lab: z.string(),
  api_base_url: z.string(),
  default_metadata_repo: wireMetadataRepository.nullable(),
  ssh_host_alias: wireSshHostAlias,
  ssh_key: wireSshKeyRegistration,
});

type Answer =
  | { readonly status: 200; readonly body: z.infer<typeof minted> }
  | {
      readonly status: 400 | 403 | 410 | 425 | 429 | 502;
      readonly body: { code: string; message: string };
      readonly retryAfterSeconds?: number;
    };

/** A workstation asks what became of its code; the poll that finds it approved mints (protocol.md section 1). */
export function registerPoll(app: App, context: ServerContext): void {
  app.post(
    POLL_PATH,
    {
      config: { rateLimit: perMinute(600) },
      schema: { body: pollRequest, response: { 200: minted, ...REFUSAL_RESPONSES } },
    },
    async (request, reply) => {
      try {
        const answer = await answerPoll(context, new Secret(request.body.device_code), request.log);
        if (answer.status === 200) return reply.code(200).send(answer.body);
        if (answer.retryAfterSeconds) reply.header('retry-after', answer.retryAfterSeconds);
        return reply.code(answer.status).send(answer.body);
      } catch (error) {
        // Whatever was thrown rolled the use back, so the grant can still be asked for: 500 would say that it is spent.
        request.log.error({ err: error }, 'poll failed');
        return reply.code(503).send(UNAVAILABLE);
      }
    },
  );
}

async function answerPoll(
  context: ServerContext,
  deviceCode: Secret,
  log: FastifyBaseLogger,
): Promise<Answer> {
  const reading = await context.grants.findByDeviceCode(hashOf(deviceCode));
  const verdict = reading && decideTokenAnswer(reading.grant, reading.now);
  if (!reading || !verdict) return { status: 410, body: GONE };
  const { id, intervalSeconds } = reading.grant;
  switch (verdict.kind) {
    case 'gone':
      return { status: 410, body: GONE };
    case 'denied':
      return { status: 403, body: DENIED };
    case 'pending':
      await context.grants.recordPoll(id, intervalSeconds);
      return { status: 425, body: PENDING };
    case 'slow-down':
      await context.grants.recordPoll(id, verdict.intervalSeconds);
      return { status: 429, body: SLOW_DOWN, retryAfterSeconds: verdict.intervalSeconds };
    case 'approved':
      return await answerMint(context, await mintCredential(context, id), id, log);
  }
}

async function answerMint(
  context: ServerContext,
  outcome: MintOutcome,
  grant: string,
  log: FastifyBaseLogger,
): Promise<Answer> {
  switch (outcome.kind) {
    case 'gone':
      return { status: 410, body: GONE };
    case 'key-rejected':
      log.warn({ grant }, 'mint refused: the key came into use elsewhere');
      return { status: 400, body: KEY_REJECTED };
    case 'git-host-failed':
      log.error({ grant, err: outcome.cause }, 'mint failed at the git host');
      return { status: 502, body: MINT_FAILED };
    case 'minted':
      log.info({ grant, lab: outcome.lab, fingerprint: outcome.fingerprint }, 'credential minted');
      return { status: 200, body: await describeMinted(context, outcome, log) };
  }
}

async function describeMinted(
  context: ServerContext,
  outcome: Extract<MintOutcome, { kind: 'minted' }>,
  log: FastifyBaseLogger,
): Promise<z.infer<typeof minted>> {
  const { lab, token, botUsername, fingerprint } = outcome;
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
      bot_username: botUsername,
      fingerprint,
      rotated: false,
      default_metadata_repo: repository,
      ssh_host_alias: alias,
    },
  };
}
