import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Secret } from '@onbench/protocol/secret';
import { version } from '../../../package.json';
import { INSTANCE_LOCK, type LockHolder, takeInstanceLock } from '../platform/instance-lock.ts';
import { dataFolder } from './data-folder.ts';
import { enroll } from './enroll.ts';
import type { Ending } from './exit-code.ts';
import { showStatus } from './lab-commands.ts';
import { type CliServices, openServices } from './open-services.ts';
import { parseCommandLine, type WorkCommand } from './parse-command-line.ts';
import { createReporter, type Reporter } from './reporter.ts';
import { revokeLab } from './revoke-lab.ts';
import type { Terminal } from './terminal.ts';
import { testLab } from './test-lab.ts';
import { USAGE } from './usage.ts';

/** How long the end waits for a keyring that may hang. */
const KEYRING_PATIENCE_MS = 1_000;

const BUG =
  'Onbench met something that it does not know. Run the command again: it goes on where it was. ' +
  'If this comes back, send its log to whoever supports you.';

export interface Ended {
  readonly ending: Ending;
  /** False while a hung keyring holds a thread: then the process cannot end in an orderly way. */
  readonly isIdle: boolean;
}

/** Does what the command line says. */
export async function runCommand(argv: readonly string[], terminal: Terminal): Promise<Ended> {
  const parsed = parseCommandLine(argv);
  if (!parsed.ok) {
    terminal.complain(`${parsed.failure} See onbench --help.`);
    return { ending: 'usage', isIdle: true };
  }
  const command = parsed.value;
  if (command.kind === 'help') terminal.say(USAGE.trimEnd());
  else if (command.kind === 'version') terminal.say(version);
  else return work(command, terminal);
  return { ending: 'ok', isIdle: true };
}

async function work(command: WorkCommand, terminal: Terminal): Promise<Ended> {
  const qr = command.kind === 'enroll' && command.qr;
  const reporter = createReporter(terminal, { json: command.json, qr });
  const { platform, env } = process;
  const { trialHome } = command;
  const folder = dataFolder({ platform, env, home: homedir(), trialHome });
  // Looking changes nothing, so it is welcome beside the app.
  if (command.kind === 'status') return workWith(command, folder, { reporter, terminal });
  const lock = await takeInstanceLock(join(folder, INSTANCE_LOCK), 'command line');
  if (!lock.ok) {
    reporter.refuse('busy', [holderSentence(lock.failure)]);
    reporter.end('busy');
    return { ending: 'busy', isIdle: true };
  }
  try {
    return await workWith(command, folder, { reporter, terminal });
  } finally {
    await lock.value.release();
  }
}

function holderSentence({ program, pid }: LockHolder): string {
  return program === 'app'
    ? `Onbench is open on this machine (process ${pid}). Close its window, then try again.`
    : `Another onbench command is at work (process ${pid}). Wait for its end, or end it with Ctrl-C.`;
}

interface Mouth {
  readonly reporter: Reporter;
  readonly terminal: Terminal;
}

async function workWith(command: WorkCommand, folder: string, mouth: Mouth): Promise<Ended> {
  const services = await openServices(folder, command.trialHome);
  const { ending, token } = await Promise.race([dispatch(command, services, mouth), aBug()]).catch(
    (err: unknown) => {
      services.openLog.log.error({ err }, 'the command met a bug');
      mouth.terminal.complain(BUG);
      return { ending: 'bug' as const, token: null };
    },
  );
  await services.registrations.close();
  mouth.reporter.end(ending);
  // Asked for in so many words: alone, and last.
  if (token) mouth.terminal.say(token.reveal());
  const isIdle = await services.keyring.isIdleWithin(KEYRING_PATIENCE_MS);
  await services.openLog.close();
  return { ending, isIdle };
}

/** What nobody waited for: rejects with the first of it. */
function aBug(): Promise<never> {
  return new Promise((_, reject) => {
    process.once('uncaughtException', reject);
    process.once('unhandledRejection', reject);
  });
}

async function dispatch(
  command: WorkCommand,
  { worker, registrations, labApiBaseUrl }: CliServices,
  mouth: Mouth,
): Promise<{ readonly ending: Ending; readonly token: Secret | null }> {
  const context = { registrations, ...mouth };
  switch (command.kind) {
    case 'enroll':
      return enroll(command, { worker, labApiBaseUrl, ...mouth });
    case 'status':
      return { ending: await showStatus(context), token: null };
    case 'test':
      return { ending: await testLab(command.lab, context), token: null };
    case 'revoke':
      return { ending: await revokeLab(command, context), token: null };
  }
}
