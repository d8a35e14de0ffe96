import type { Transport } from '../../../../src/main/api/transport.ts';
import type { EnrollmentWorker } from '../../../../src/main/enrollment/enrollment-worker.ts';
import type { EnrollmentState } from '../../../../src/shared/enrollment.ts';
import { preFlightVerdict } from '../../../../src/shared/pre-flight.ts';
import { HostileServer } from '../../../support/hostile-server.ts';
import { type Attack, send } from './attack.ts';
import { SPOILT_CREDENTIAL } from './field-attacks.ts';
import { type Endpoint, HonestServer, LAB_ENDPOINTS, type LabEndpoint } from './good-answers.ts';
import type { Victim } from './victim.ts';
import { workAtLab } from './work-at-lab.ts';

/** design.md: each ends in a named state within this. */
const LIMIT_MS = 30_000;

/** Honest answers that say "not yet" end nothing: after so many questions the technician gives up. */
const PATIENCE_IN_POLLS = 2;

export interface AttackEnd {
  /** The name of the state, or null when there was none in time. */
  readonly outcome: string | null;
  readonly secrets: readonly string[];
  readonly databaseSecret: string;
}

/** One enrollment against one hostile server, to its end. */
export async function runAttack(
  attack: Attack,
  canary: string,
  victim: Victim,
  transport: Transport,
): Promise<AttackEnd> {
  const honest = new HonestServer(canary);
  const { databaseSecret } = honest;
  const secrets = [honest.deviceCode, honest.apiToken];
  let polls = 0;
  const server: HostileServer = await HostileServer.start((request, response) => {
    const { method = '', url = '', headers } = request;
    const endpoint = honest.endpointOf(method, url, headers.authorization);
    const { body } = server.received.at(-1)!;
    const answer = honest.answer(endpoint, body, server.origin);
    if (endpoint === 'poll') polls += 1;
    if (attack.endpoint === endpoint) attack.respond(answer, response);
    else if (attack.endpoint === 'revoke' && endpoint === 'poll') {
      send(response, { ...SPOILT_CREDENTIAL, body: { lab: '*', api_token: honest.apiToken } });
    } else send(response, answer);
  });
  try {
    const isOutOfPatience = () => polls >= PATIENCE_IN_POLLS;
    const enroll = () => drive(victim.createWorker(transport), server.origin, isOutOfPatience);
    const registrations = victim.createRegistrations(transport, server.origin);
    const outcome = isOfLab(attack.endpoint)
      ? await inTime(workAtLab(registrations, attack.endpoint, enroll))
      : await enroll();
    await victim.forgetLabs();
    return { outcome, secrets, databaseSecret };
  } finally {
    await server.stop();
  }
}

function isOfLab(endpoint: Endpoint): endpoint is LabEndpoint {
  return LAB_ENDPOINTS.some((each) => each === endpoint);
}

/** Null for what has no end in time. */
async function inTime(ended: Promise<string | null>): Promise<string | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, LIMIT_MS, null);
  });
  const outcome = await Promise.race([ended, late]);
  clearTimeout(timer);
  return outcome;
}

/** Plays the technician until there is an end, and then cancels what may still go on. */
export async function drive(
  worker: EnrollmentWorker,
  apiBaseUrl: string,
  isOutOfPatience: () => boolean,
): Promise<string | null> {
  const ended = new Promise<string>((resolve) => {
    const react = (state: EnrollmentState) => {
      const outcome = actAsTechnician(worker, state, isOutOfPatience());
      if (outcome !== null) resolve(outcome);
    };
    worker.subscribe(react);
    worker.start(apiBaseUrl);
  });
  const outcome = await inTime(ended);
  await Promise.race([worker.cancel(), new Promise((resolve) => setTimeout(resolve, 2_000))]);
  return outcome;
}

/** Answers what the window would ask, and gives the name of an end. */
function actAsTechnician(
  worker: EnrollmentWorker,
  state: EnrollmentState,
  isOutOfPatience: boolean,
): string | null {
  switch (state.kind) {
    case 'checking': {
      const verdict = preFlightVerdict(state.checks);
      // The answer is awaited a moment after the state is published.
      if (verdict === 'warnings') setTimeout(() => worker.continueDespiteWarnings(), 0);
      if (verdict !== 'failures') return null;
      const problems = state.checks.flatMap(({ progress }) =>
        progress.kind === 'failed' ? [progress.problem.kind] : [],
      );
      return `checks failed: ${problems.join(', ')}`;
    }
    case 'awaiting-approval': {
      if (!isOutOfPatience || state.polling.kind === 'waiting') {
        return isOutOfPatience ? 'waiting' : null;
      }
      if (state.polling.kind === 'slowed-down') return 'waiting: slowed down';
      const { cause } = state.polling;
      // Their kind tells enough: one line for each of 500 statuses would be no table.
      return `waiting: ${typeof cause === 'string' ? cause : `status ${Math.floor(cause.status / 100)}xx`}`;
    }
    case 'finishing':
      if (state.question) setTimeout(() => worker.answerHostKey(false), 0);
      return null;
    case 'recovery':
      setTimeout(() => worker.confirmStored(), 0);
      return null;
    case 'failed':
      return failureName(state);
    case 'enrolled':
      return 'enrolled';
    default:
      return null;
  }
}

function failureName({ failure }: Extract<EnrollmentState, { kind: 'failed' }>): string {
  const revocation = 'revocation' in failure ? `, ${failure.revocation}` : '';
  return `${failure.kind}${revocation}`;
}
