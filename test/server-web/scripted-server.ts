import type { GrantSummary, Session } from '@onbench/protocol/approval-api';
import { GRANTABLE_SCOPES } from '@onbench/protocol/grantable-scopes';

/** One answer of the script, or `unreachable`. */
export type ScriptedAnswer =
  | 'unreachable'
  | {
      readonly status: number;
      readonly body?: unknown;
      readonly headers?: Readonly<Record<string, string>>;
    };

export interface SentRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export const SERVER_TIME = 'Sat, 09 May 2026 11:47:00 GMT';

export const ADA: Session = {
  administrator: { email: 'ada@nmgrl.example' },
  labs: ['NMGRL'],
  may_grant: [...GRANTABLE_SCOPES],
  server_administrator: true,
  csrf_token: 'csrf-of-ada',
};

export const LAB_MAC: GrantSummary = {
  id: 'grant-1',
  status: 'pending',
  dialect: 'pychron',
  hostname: 'lab-mac-01',
  client: { name: 'Onbench', version: '0.1.0', platform: 'darwin' },
  key_fingerprint: 'SHA256:q3vKz0G8hWm1nXo5TtYb7Jc2RrLdPu9eFfAiVsNkE4w',
  requested_scopes: null,
  requested_from: '192.0.2.47',
  known_workstation: false,
  created_at: '2026-05-09T11:45:00Z',
  expires_at: '2026-05-09T12:00:00Z',
  decided_at: null,
  decided_by: null,
  lab: null,
  technician_email: null,
  reason: null,
  expected: [],
  reason_needed_in: [],
};

export function ok(body: unknown = {}): ScriptedAnswer {
  return { status: 200, body };
}

export function refusal(
  status: number,
  code: string,
  headers: Record<string, string> = {},
): ScriptedAnswer {
  return { status, body: { code, message: 'words of the server' }, headers };
}

/** A `fetch` that answers by method and last path segment, in order; the last answer of a list repeats. */
export class ScriptedServer {
  readonly sent: SentRequest[] = [];
  readonly #script: Map<string, ScriptedAnswer[]>;

  readonly #held = new Map<string, Promise<void>>();

  constructor(script: Readonly<Record<string, ScriptedAnswer | readonly ScriptedAnswer[]>>) {
    this.#script = new Map(Object.entries(script).map(([key, answers]) => [key, [answers].flat()]));
  }

  readonly fetch: typeof fetch = async (input, init) => {
    const method = init?.method ?? 'GET';
    const path = String(input);
    const headers = Object.fromEntries(new Headers(init?.headers).entries());
    const body = typeof init?.body === 'string' ? JSON.parse(init.body) : undefined;
    this.sent.push({ method, path, headers, body });
    const asked = `${method} ${path.split('/').at(-1)}`;
    // With its query, where the script knows it.
    const key = this.#script.has(asked) ? asked : (asked.split('?')[0] ?? asked);
    await this.#held.get(key);
    const answers = this.#script.get(key);
    const answer = answers && answers.length > 1 ? answers.shift() : answers?.[0];
    if (!answer) throw new Error(`The script has no answer to ${method} ${path}`);
    if (answer === 'unreachable') throw new TypeError('fetch failed');
    const text = answer.body === undefined ? null : JSON.stringify(answer.body);
    return new Response(text, {
      status: answer.status,
      headers: { date: SERVER_TIME, 'content-type': 'application/json', ...answer.headers },
    });
  };

  /** Keeps the answers of this key back until the returned function is called. */
  hold(key: string): () => Promise<void> {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    this.#held.set(key, held);
    return async () => {
      release();
      await held;
      await new Promise((resolve) => setTimeout(resolve));
    };
  }

  /** The requests that ask for a decision. */
  get decisions(): readonly SentRequest[] {
    return this.sent.filter(({ path }) => /\/(approve|deny)$/.test(path));
  }
}
