import { setTimeout as sleep } from 'node:timers/promises';
import { POLL_PATH, pollRequest } from '@onbench/protocol/device-code-grant';
import { Secret } from '@onbench/protocol/secret';
import type { FastifyBaseLogger, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { workstationAgent } from '../audit/agent.ts';
import { recordEvent } from '../audit/record-event.ts';
import type { App, ServerContext } from '../context.ts';
import { decideTokenAnswer } from '../grants/decide-token-answer.ts';
import { type MintOutcome, mintCredential } from '../grants/mint-credential.ts';
import { type MintedAnswer, openAnswer } from '../grants/sealed-answer.ts';
import { addressOf } from '../limits/client-address.ts';
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

/** How long a poll waits for another one of the same client that is minting, before it says that nothing is ready yet. */
const MINT_LOOK_MS = 100;
const MINT_LOOKS = 20;

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
      config: { rateLimit: perMinute(context.limitsConfig.pollsPerMinute) },
      schema: { body: pollRequest, response: { 200: wireMintedAnswer, ...REFUSAL_RESPONSES } },
    },
    async (request, reply) => {
      try {
        const answer = await answerPoll(context, new Secret(request.body.device_code), request);
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
  request: Pick<FastifyRequest, 'ip' | 'socket' | 'log'>,
  looks = MINT_LOOKS,
): Promise<Answer> {
  const reading = await context.grants.findByDeviceCode(hashOf(deviceCode), 'pychron');
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
    case 'answered-before':
      return await answerAgain(context, { deviceCode, id, ...verdict }, request);
    case 'approved': {
      const outcome = await mintCredential(
        context,
        id,
        deviceCode,
        workstationAgent(addressOf(request)),
      );
      const otherWasFirst = outcome.kind === 'gone' || outcome.kind === 'under-way';
      // Another poll of the same client: what that one is answered is this one's answer too.
      if (otherWasFirst && reading.grant.acknowledges && looks > 0) {
        if (outcome.kind === 'under-way') await sleep(MINT_LOOK_MS);
        return await answerPoll(context, deviceCode, request, looks - 1);
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
