import { setImmediate } from 'node:timers/promises';
import type { Secret } from '@onbench/protocol/secret';
import { parseApiBaseUrl } from '../../shared/api-base-url.ts';
import { START_PROBLEMS } from '../../shared/copy/enrollment-copy.ts';
import type { EnrollmentState, StateOf } from '../../shared/enrollment.ts';
import type { StartProblem } from '../../shared/ipc.ts';
import type { EnrollmentWorker } from '../enrollment/enrollment-worker.ts';
import { type Answers, createAnswers } from './answers.ts';
import { type Ending, endingOfEnrollment } from './exit-code.ts';
import { followSignals } from './follow-signals.ts';
import type { EnrollCommand } from './parse-command-line.ts';
import type { Reporter } from './reporter.ts';
import type { Terminal } from './terminal.ts';

export interface EnrollContext {
  readonly worker: EnrollmentWorker;
  /** The server that the lab names: then nobody has to. */
  readonly labApiBaseUrl: string | null;
  readonly terminal: Terminal;
  readonly reporter: Reporter;
}

/** How an enrollment ended; with it the token, where the keyring refused it and it was asked for. */
export interface Enrolled {
  readonly ending: Ending;
  readonly token: Secret | null;
}

/** From the first check to the last proof, or from where an earlier run was ended. */
export async function enroll(command: EnrollCommand, context: EnrollContext): Promise<Enrolled> {
  const { worker, reporter, labApiBaseUrl } = context;
  const apiBaseUrl = parseApiBaseUrl(command.apiBaseUrl ?? labApiBaseUrl ?? '');
  if (!apiBaseUrl.ok) return refuse(apiBaseUrl.failure, reporter);
  if (await worker.resume()) await leaveOtherServer(apiBaseUrl.value, context);
  const answers = createAnswers(command, context);
  const signals = followSignals(worker, reporter);
  try {
    const over = untilOver(context, answers);
    if (worker.state.kind === 'idle') {
      const started = worker.start(apiBaseUrl.value);
      if (!started.ok) return refuse(started.failure, reporter);
    }
    await Promise.race([over, signals.suspended]);
    // What was minted while it ended is given back by now.
    await worker.suspend();
    if (worker.state.kind === 'failed') tellFailure(worker.state, answers, reporter);
    return { ending: endingOf(worker.state, answers), token: answers.token };
  } finally {
    signals.stop();
    answers.close();
  }
}

function refuse(problem: StartProblem, reporter: Reporter): Enrolled {
  const isPolicy = problem === 'policy-broken' || problem === 'not-the-labs-server';
  const ending = isPolicy ? 'policy' : 'usage';
  reporter.refuse(ending, [START_PROBLEMS[problem]]);
  return { ending, token: null };
}

/** A code from another server is given up: whoever names a server wants an approval from there. */
async function leaveOtherServer(
  apiBaseUrl: string,
  { worker, reporter }: EnrollContext,
): Promise<void> {
  const { state } = worker;
  if (state.kind !== 'awaiting-approval' || state.apiBaseUrl === apiBaseUrl) return;
  reporter.tell({ event: 'given-up', apiBaseUrl: state.apiBaseUrl }, [
    `The code that ${state.apiBaseUrl} gave before is given up.`,
  ]);
  await worker.cancel();
  worker.dismiss();
}

/** Shows every state and has the answers given; resolves with the end. */
function untilOver({ worker, reporter }: EnrollContext, answers: Answers): Promise<void> {
  return new Promise((resolve, reject) => {
    let before: EnrollmentState = { kind: 'idle' };
    const follow = (state: EnrollmentState) => {
      // The last word about a failure comes when nothing is under way any more.
      if (state.kind !== 'failed') reporter.show(state, before);
      before = state;
      if (state.kind === 'enrolled' || state.kind === 'failed') resolve();
      // Later: whoever changed the state begins to wait for the answer only then.
      else
        void setImmediate()
          .then(() => answers.attend(state))
          .catch(reject);
    };
    worker.subscribe(follow);
    if (worker.state.kind !== 'idle') follow(worker.state);
  });
}

/** What was refused has its own words already; what became of a token is news all the same. */
function tellFailure(state: StateOf<'failed'>, { refused }: Answers, reporter: Reporter): void {
  const { failure } = state;
  const hasToken = 'revocation' in failure && failure.revocation !== 'none';
  if (refused === null || hasToken) reporter.show(state, state);
}

function endingOf(state: EnrollmentState, answers: Answers): Ending {
  if (state.kind === 'enrolled') return 'ok';
  if (state.kind !== 'failed') return 'suspended';
  return answers.refused ?? endingOfEnrollment(state.failure);
}
