import { setTimeout as sleep } from 'node:timers/promises';
import { POLL_PATH, pollRequest } from '@onbench/protocol/device-code-grant';
import { Secret } from '@onbench/protocol/secret';
import type { FastifyBaseLogger, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { workstationAgent } from '../audit/agent.ts';
import { recordEvent } from '../audit/record-event.ts';
import type { App, ServerContext } from '../context.ts';
import { type MintOutcome, mintCredential } from '../grants/mint-credential.ts';
import type { PendingAnswer } from '../grants/pending-grants.ts';
import { keepInterval, type PolledCode, pollDatabase, pollMemory } from '../grants/poll-grant.ts';
import { type MintedAnswer, openAnswer } from '../grants/sealed-answer.ts';
import { addressOf } from '../limits/client-address.ts';
import { hashOf } from '../secrets/random-secret.ts';
import { describeMinted, wireMintedAnswer } from './minted-answer.ts';
import { prepareAnswer } from './prepared-answer.ts';
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
import { sharedLogger } from './shared-logger.ts';

/** How long a poll waits for another one of the same client that is minting, before it says that nothing is ready yet. */
const MINT_LOOK_MS = 100;
const MINT_LOOKS = 20;

type Answer =
  | {
      readonly status: 200;
      readonly body: z.infer<typeof wireMintedAnswer>;
      readonly retryAfterSeconds?: undefined;
    }
  | {
      readonly status: 400 | 403 | 410 | 425 | 429 | 502;
      readonly body: { code: string; message: string };
      readonly retryAfterSeconds?: number;
    };

/** A workstation asks what became of its code; the poll that finds it approved mints (protocol.md section 1). */
export function registerPoll(app: App, context: ServerContext): void {
  const sendPending = prepareAnswer(425, PENDING, context.dataHeaders);
  app.post(
    POLL_PATH,
    {
      config: { rateLimit: perMinute(context.limitsConfig.pollsPerMinute) },
      childLoggerFactory: sharedLogger,
      schema: { body: pollRequest, response: { 200: wireMintedAnswer, ...REFUSAL_RESPONSES } },
    },
    (request, reply) => {
      const deviceCode = new Secret(request.body.device_code);
      const code = {
        deviceCodeHash: hashOf(deviceCode),
        dialect: 'pychron',
        clientId: null,
      } as const;
      const known = pollMemory(context, code);
      // Nearly every poll ends here, without a promise. While the server drains, its connection has to end as well.
      if (known?.kind === 'pending' && !context.readiness.isDraining) {
        sendPending(reply);
        return;
      }
      return answer(context, { deviceCode, code, known }, request, reply);
    },
  );
}

interface Asked {
  readonly deviceCode: Secret;
  readonly code: PolledCode;
  readonly known: PendingAnswer | null;
}

async function answer(
  context: ServerContext,
  asked: Asked,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  try {
    const { status, body, retryAfterSeconds } = await answerPoll(context, asked, request);
    if (retryAfterSeconds) reply.header('retry-after', retryAfterSeconds);
    await reply.code(status).send(body);
  } catch (error) {
    // Whatever was thrown rolled the use back, so the grant can still be asked for: 500 would say that it is spent.
    request.log.error({ err: error }, 'poll failed');
    await reply.code(503).send(UNAVAILABLE);
  }
}

async function answerPoll(
  context: ServerContext,
  asked: Asked,
  request: Pick<FastifyRequest, 'ip' | 'socket' | 'log'>,
): Promise<Answer> {
  const { known, code } = asked;
  if (!known) return await answerFromDatabase(context, asked, request);
  if (known.kind === 'pending') return { status: 425, body: PENDING };
  await keepInterval(context, code, known);
  return { status: 429, body: SLOW_DOWN, retryAfterSeconds: known.intervalSeconds };
}

async function answerFromDatabase(
  context: ServerContext,
  asked: Omit<Asked, 'known'>,
  request: Pick<FastifyRequest, 'ip' | 'socket' | 'log'>,
  looks = MINT_LOOKS,
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
      return await answerAgain(context, { deviceCode, id, ...verdict }, request);
    case 'approved': {
      const mint = () =>
        mintCredential(context, id, deviceCode, workstationAgent(addressOf(request)));
      const outcome = await context.metrics.timeMint(mint);
      const otherWasFirst = outcome.kind === 'gone' || outcome.kind === 'under-way';
      // Another poll of the same client: what that one is answered is this one's answer too.
      if (otherWasFirst && acknowledges && looks > 0) {
        if (outcome.kind === 'under-way') await sleep(MINT_LOOK_MS);
        return await answerFromDatabase(context, asked, request, looks - 1);
      }
      return await answerMint(context, outcome, id, request.log);
    }
  }
}

async function answerAgain(
  context: ServerContext,
  sealed: { readonly deviceCode: Secret; readonly id: string; readonly sealedAnswer: string },
  { ip, log }: Pick<FastifyRequest, 'ip' | 'socket' | 'log'>,
): Promise<Answer> {
  const { deviceCode, id, sealedAnswer } = sealed;
  const answer = openAnswer(deviceCode, id, sealedAnswer);
  const { lab } = answer;
  const by = workstationAgent(ip);
  await recordEvent(context.db, {
    kind: 'credential-delivered-again',
    by,
    lab,
    grantId: id,
    facts: {},
  });
  log.info({ grant: id, lab }, 'credential delivered again');
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
    case 'under-way':
      return { status: 425, body: PENDING };
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
