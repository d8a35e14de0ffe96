import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { onTestFinished } from 'vitest';
import { stopProcess } from '../../scripts/stage/child-process.ts';

const BUILT = join(import.meta.dirname, '../../out/cli/onbench.js');

/** One line of `--json`. */
export type CliEvent = { readonly event: string } & Readonly<Record<string, unknown>>;

/** The built command line in a process of its own, without a display. */
export class OnbenchCommand {
  stdout = '';
  stderr = '';
  readonly #child: ChildProcessByStdio<null, Readable, Readable>;
  readonly #ended: Promise<number | null>;

  /** `env` goes on top of our own environment. */
  constructor(args: readonly string[], env: Readonly<NodeJS.ProcessEnv> = {}) {
    const { DISPLAY: _display, WAYLAND_DISPLAY: _wayland, ...own } = process.env;
    this.#child = spawn(process.execPath, [BUILT, ...args], {
      env: { ...own, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child.stdout.setEncoding('utf8').on('data', (text: string) => {
      this.stdout += text;
    });
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.stderr += text;
    });
    this.#ended = once(this.#child, 'close').then(([code]) => code);
    onTestFinished(() => stopProcess(this.#child));
  }

  get events(): readonly CliEvent[] {
    const lines = this.stdout.split('\n').slice(0, -1);
    return lines.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line));
  }

  /** The arguments that every process of this machine can see. */
  get commandLine(): string {
    return readFileSync(`/proc/${this.#child.pid}/cmdline`, 'utf8');
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** The exit code; null after a signal. */
  get exitCode(): Promise<number | null> {
    return this.#ended;
  }

  /** The first event of this name. */
  async event(name: string): Promise<CliEvent> {
    return this.#until(() => this.events.find(({ event }) => event === name), name);
  }

  /** What the standard output holds as soon as it matches. */
  async says(pattern: RegExp): Promise<RegExpExecArray> {
    return this.#until(() => pattern.exec(this.stdout), String(pattern));
  }

  async #until<Found>(look: () => Found | null | undefined, what: string): Promise<Found> {
    const ended = this.#ended.then(() => 'ended' as const);
    for (;;) {
      const found = look();
      if (found) return found;
      const news = await Promise.race([ended, once(this.#child.stdout, 'data')]);
      const last = look();
      if (last) return last;
      if (news === 'ended') throw new Error(`no ${what} in:\n${this.stdout}${this.stderr}`);
    }
  }
}
