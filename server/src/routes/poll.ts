import { POLL_PATH, pollRequest } from '@onbench/protocol/device-code-grant';
import { Secret } from '@onbench/protocol/secret';
import type { FastifyBaseLogger } from 'fastify';
import type { z } from 'zod';
import type { App, ServerContext } from '../context.ts';
import { type MintOutcome, mintCredential } from '../grants/mint-credential.ts';
import type { PendingAnswer } from '../grants/pending-grants.ts';
import { type PolledCode, pollDatabase, pollMemory } from '../grants/poll-grant.ts';
import { type MintedAnswer, openAnswer } from '../grants/sealed-answer.ts';
import { hashOf } from '../secrets/random-secret.ts';
import { describeMinted, wireMintedAnswer } from './minted-answer.ts';
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

type Answer =
  | { readonly status: 200; readonly body: z.infer<typeof wireMintedAnswer> }
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
      schema: { body: pollRequest, response: { 200: wireMintedAnswer, ...REFUSAL_RESPONSES } },
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
  const code = { deviceCodeHash: hashOf(deviceCode), dialect: 'pychron', clientId: null } as const;
  const known = pollMemory(context, code);
  if (known) return answerPending(await known);
  return await answerFromDatabase(context, { deviceCode, code }, log);
}

function answerPending(known: PendingAnswer): Answer {
  return known.kind === 'pending'
    ? { status: 425, body: PENDING }
    : { status: 429, body: SLOW_DOWN, retryAfterSeconds: known.intervalSeconds };
}

async function answerFromDatabase(
  context: ServerContext,
  asked: { readonly deviceCode: Secret; readonly code: PolledCode },
  log: FastifyBaseLogger,
  isSecondLook = false,
): Promise<Answer> {
  const polled = await pollDatabase(context, asked.code);
  if (!polled) return { status: 410, body: GONE };
  const { verdict } = polled;
  const { id, acknowledges } = polled.grant;
  const { deviceCode } = asked;
  switch (verdict.kind) {
    case 'gone':
      return { status: 410, body: GONE };
    case 'denied':
      return { status: 403, body: DENIED };
    case 'pending':
      return { status: 425, body: PENDING };
    case 'slow-down':
      return { status: 429, body: SLOW_DOWN, retryAfterSeconds: verdict.intervalSeconds };
    case 'answered-before':
      return await answerAgain(context, { deviceCode, id, ...verdict }, log);
    case 'approved': {
      const mint = () => mintCredential(context, id, deviceCode);
      const outcome = await context.metrics.timeMint(mint);
      // Another poll of the same client was first: what it was answered is this one's answer too.
      if (outcome.kind === 'gone' && acknowledges && !isSecondLook) {
        return await answerFromDatabase(context, asked, log, true);
      }
      return await answerMint(context, outcome, id, log);
    }
  }
}

async function answerAgain(
  context: ServerContext,
  sealed: { readonly deviceCode: Secret; readonly id: string; readonly sealedAnswer: string },
  log: FastifyBaseLogger,
): Promise<Answer> {
  const { deviceCode, id, sealedAnswer } = sealed;
  const answer = openAnswer(deviceCode, id, sealedAnswer);
  log.info({ grant: id, lab: answer.lab }, 'credential delivered again');
  return { status: 200, body: await describeMinted(context, answer, log) };
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
      log.info(describeForLog(grant, outcome.answer), 'credential minted');
      return { status: 200, body: await describeMinted(context, outcome.answer, log) };
  }
}

function describeForLog(grant: string, { lab, key }: MintedAnswer) {
  return { grant, lab, fingerprint: key?.fingerprint };
}
