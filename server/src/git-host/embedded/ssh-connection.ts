import type { Socket } from 'node:net';
import type { Connection, ServerChannel, Session } from 'ssh2';
import { answerGitCommand } from '../answer-git-command.ts';
import { gitInvocation } from '../git-environment.ts';
import { authenticate } from './authenticate.ts';
import { runGit } from './run-git.ts';

/** As sshd's LoginGraceTime, MaxAuthTries and MaxSessions, but with less time: no person types here. */
const LOGIN_TIME_LIMIT_MS = 30_000;
const MAX_LOGIN_ATTEMPTS = 6;
const MAX_SESSIONS = 10;

/** What a connection may do, asked anew for each command. */
export interface Access {
  /** The lab of a key that may log in, or null. */
  labOf(fingerprint: string): string | null;
  readonly repositoriesDir: string;
}

/**
 * One client. Only sessions are answered, and of a session only the environment, `exec` and the bare login: pty, agent,
 * X11, subsystems and all forwarding have no listener, and ssh2 refuses what has none.
 */
export class SshConnection {
  readonly #socket: Socket;
  readonly #access: Access;
  readonly #sessions = new Set<AbortController>();
  readonly #loginTimer: NodeJS.Timeout;
  #client: Connection | null = null;
  #fingerprint: string | null = null;
  #failedAttempts = 0;
  #isFinishing = false;

  constructor(socket: Socket, access: Access) {
    this.#socket = socket;
    this.#access = access;
    this.#loginTimer = setTimeout(() => this.close(), LOGIN_TIME_LIMIT_MS);
    socket.once('close', () => {
      clearTimeout(this.#loginTimer);
      for (const session of this.#sessions) session.abort();
      this.#sessions.clear();
    });
  }

  /** Whose connection it is, once the key has proved itself. */
  get fingerprint(): string | null {
    return this.#fingerprint;
  }

  /** Takes over when the peer has said that it speaks SSH. */
  serve(client: Connection): void {
    this.#client = client;
    // A peer that breaks the protocol or the line ends its own connection and nothing else.
    client.on('error', () => this.#socket.destroy());
    client.on('authentication', (context) => {
      const outcome = authenticate(context, (key) => this.#access.labOf(key) !== null);
      if (outcome.kind === 'proved') this.#login(outcome.fingerprint);
      // Every client begins with `none`, to hear which methods there are (RFC 4252 section 5.2).
      else if (outcome.kind === 'refused' && context.method !== 'none') this.#countFailure();
    });
    client.on('session', (accept, reject) => {
      if (this.#isFinishing || this.#sessions.size >= MAX_SESSIONS) reject();
      else this.#serveSession(accept());
    });
  }

  /** Ends when the running commands have ended. */
  finish(): void {
    this.#isFinishing = true;
    if (this.#sessions.size === 0) this.#endGently();
  }

  /** Ends now, and the running commands with it. */
  close(): void {
    this.#client?.end();
    this.#socket.destroy();
  }

  #login(fingerprint: string): void {
    this.#fingerprint = fingerprint;
    clearTimeout(this.#loginTimer);
  }

  #countFailure(): void {
    this.#failedAttempts += 1;
    if (this.#failedAttempts >= MAX_LOGIN_ATTEMPTS) this.close();
  }

  #serveSession(session: Session): void {
    const ended = new AbortController();
    this.#sessions.add(ended);
    session.once('close', () => {
      ended.abort();
      this.#sessions.delete(ended);
      if (this.#isFinishing && this.#sessions.size === 0) this.#endGently();
    });
    let gitProtocol: string | undefined;
    session.on('env', (accept, reject, { key, val }) => {
      if (key !== 'GIT_PROTOCOL') return reject?.();
      gitProtocol = val;
      accept?.();
    });
    // Accepted at once: a client that has nothing to send says so at once, and ssh2 then takes no acceptance any more.
    session.once('exec', (accept, _reject, { command }) => {
      void this.#run(accept(), command, gitProtocol, ended.signal);
    });
    session.once('shell', (accept) => {
      void this.#run(accept(), undefined, gitProtocol, ended.signal);
    });
  }

  async #run(
    channel: ServerChannel,
    command: string | undefined,
    gitProtocol: string | undefined,
    signal: AbortSignal,
  ): Promise<void> {
    // Writing to a client that has just left is no news.
    channel.on('error', () => undefined);
    channel.stderr.on('error', () => undefined);
    const code = await this.#answer(channel, command, gitProtocol, signal).catch(() => {
      channel.stderr.write('onbench: git cannot be started on this host.\n');
      return 1;
    });
    channel.stderr.write('', () =>
      channel.write('', () => {
        channel.exit(code);
        channel.end();
      }),
    );
  }

  async #answer(
    channel: ServerChannel,
    command: string | undefined,
    gitProtocol: string | undefined,
    signal: AbortSignal,
  ): Promise<number> {
    const lab = this.#fingerprint && this.#access.labOf(this.#fingerprint);
    if (!lab) return 1;
    const answer = await answerGitCommand(command, lab, this.#access.repositoriesDir);
    if (answer.kind === 'git') {
      return runGit(gitInvocation(answer, gitProtocol), channel, this.#socket, signal);
    }
    (answer.kind === 'greeting' ? channel : channel.stderr).write(answer.text);
    return answer.kind === 'greeting' ? 0 : 1;
  }

  #endGently(): void {
    if (this.#client) this.#client.end();
    else this.#socket.end();
  }
}
