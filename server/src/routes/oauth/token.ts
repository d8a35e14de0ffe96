import {
  accessTokenResponse,
  DEVICE_CODE_GRANT_TYPE,
  TOKEN_PATH,
  tokenRequest,
} from '@onbench/protocol/oauth';
import { Secret } from '@onbench/protocol/secret';
import type { FastifyBaseLogger, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { OAuthClient } from '../../accounts/oauth-clients.ts';
import { workstationAgent } from '../../audit/agent.ts';
import type { App, ServerContext } from '../../context.ts';
import { type MintOutcome, mintCredential } from '../../grants/mint-credential.ts';
import {
  keepInterval,
  type PolledCode,
  pollDatabase,
  pollMemory,
} from '../../grants/poll-grant.ts';
import { hashOf } from '../../secrets/random-secret.ts';
import { perMinute } from '../rate-limits.ts';
import { findClient, refuseProof } from './find-client.ts';
import { isMissing, OAUTH_REFUSALS, type OAuthRefusal, refuse, sendRefusal } from './refusal.ts';

type TokenRequest = Pick<FastifyRequest, 'headers' | 'ip' | 'log'> & {
  readonly body: z.infer<typeof tokenRequest>;
};

type Answer =
  | { readonly kind: 'minted'; readonly body: z.infer<typeof accessTokenResponse> }
  | OAuthRefusal;

/** A client asks what became of its code; the request that finds it approved mints (RFC 8628 sections 3.4 and 3.5). */
export function registerToken(app: App, context: ServerContext): void {
  app.post(
    TOKEN_PATH,
    {
      config: { rateLimit: perMinute(context.limitsConfig.pollsPerMinute) },
      schema: { body: tokenRequest, response: { 200: accessTokenResponse, ...OAUTH_REFUSALS } },
    },
    async (request, reply) => {
      const answer = await answerToken(context, request);
      return answer.kind === 'refused'
        ? sendRefusal(reply, answer)
        : reply.code(200).send(answer.body);
    },
  );
}

async function answerToken(context: ServerContext, request: TokenRequest): Promise<Answer> {
  const { grant_type, client_id, device_code } = request.body;
  if (grant_type !== DEVICE_CODE_GRANT_TYPE) return UNSUPPORTED_GRANT_TYPE;
  const unproven = refuseProof(request, request.body);
  if (unproven) return unproven;
  const deviceCode = device_code === undefined ? null : new Secret(device_code);
  if (deviceCode && client_id !== undefined) {
    // A grant has a client that is registered: nothing is left to look up.
    const code = codeOf(deviceCode, client_id);
    const known = pollMemory(context, code);
    if (known) await keepInterval(context, code, known);
    if (known) return known.kind === 'pending' ? AUTHORIZATION_PENDING : SLOW_DOWN;
  }
  const found = await findClient(context, request, request.body);
  if (found.kind === 'refused') return found;
  if (!deviceCode) return isMissing('device_code');
  return await answerFromDatabase(context, found.client, deviceCode, request);
}

function codeOf(deviceCode: Secret, clientId: string): PolledCode {
  return { deviceCodeHash: hashOf(deviceCode), dialect: 'oauth', clientId };
}

async function answerFromDatabase(
  context: ServerContext,
  { clientId }: OAuthClient,
  deviceCode: Secret,
  { ip, log }: Pick<FastifyRequest, 'ip' | 'log'>,
): Promise<Answer> {
  const polled = await pollDatabase(context, codeOf(deviceCode, clientId));
  if (!polled) return INVALID_GRANT;
  const { id, status } = polled.grant;
  switch (polled.verdict.kind) {
    case 'gone':
      return status === 'consumed' ? INVALID_GRANT : EXPIRED_TOKEN;
    // No client of this dialect acknowledges, so nothing is kept for it.
    case 'answered-before':
      return INVALID_GRANT;
    case 'denied':
      return ACCESS_DENIED;
    case 'pending':
      return AUTHORIZATION_PENDING;
    case 'slow-down':
      return SLOW_DOWN;
    case 'approved': {
      const mint = () => mintCredential(context, id, deviceCode, workstationAgent(ip));
      return answerMint(await context.metrics.timeMint(mint), id, log);
    }
  }
}

function answerMint(outcome: MintOutcome, grant: string, log: FastifyBaseLogger): Answer {
  // Another request was first. There is no key, so nothing else can be in the way.
  if (outcome.kind !== 'minted') return INVALID_GRANT;
  const { answer, credential } = outcome;
  log.info({ grant, lab: answer.lab, credential: credential.id }, 'credential minted');
  const { createdAt, expiresAt } = credential;
  const lifetime = expiresAt && (expiresAt.getTime() - createdAt.getTime()) / 1_000;
  return {
    kind: 'minted',
    body: {
      access_token: answer.token.reveal(),
      token_type: 'Bearer',
      ...(lifetime === null ? {} : { expires_in: Math.floor(lifetime) }),
      scope: credential.scopes.join(' '),
    },
  };
}

const UNSUPPORTED_GRANT_TYPE = refuse(
  'unsupported_grant_type',
  `The one grant type here is ${DEVICE_CODE_GRANT_TYPE}.`,
);

const INVALID_GRANT = refuse(
  'invalid_grant',
  'This device code is unknown, was used before, or belongs to another client.',
);

const EXPIRED_TOKEN = refuse('expired_token', 'The device code has expired. Ask for a new one.');

const ACCESS_DENIED = refuse('access_denied', 'An administrator denied the request.');

const AUTHORIZATION_PENDING = refuse(
  'authorization_pending',
  'An administrator has not decided yet.',
);

const SLOW_DOWN = refuse(
  'slow_down',
  'Polled too fast. Wait 5 seconds longer between polls from now on.',
);
