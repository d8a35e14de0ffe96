import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as readText } from 'node:stream/consumers';
import { describeCall } from './forgejo-description.ts';
import { type Answer, FORGEJO_ROUTES } from './forgejo-routes.ts';
import { ForgejoState } from './forgejo-state.ts';

export const FORGEJO_TOKEN = 'an-administrators-token';

/** What becomes of a call, before it has taken effect or after. */
export interface Fault {
  readonly kind: '500' | 'reset' | 'silence';
  readonly when: 'before' | 'after';
}

/** Asked for each call, by its operation, such as `POST /admin/users`, and all that it says. */
export type FaultPlan = (operation: string, said: string) => Fault | null;

/**
 * A Forgejo for tests: a real HTTP server with a state. Each call is judged by Forgejo's published description, and so
 * is each answer; what was not as described is in `violations`. It can fail at any call.
 */
export class StandInForgejo {
  readonly state = new ForgejoState();
  readonly operations: string[] = [];
  readonly violations: string[] = [];
  /** For what happens beside the state, such as a repository on a disk; awaited before the answer. */
  onAnswered: (operation: string, path: string) => Promise<void> = async () => {};
  plan: FaultPlan = () => null;
  /** Another server to send every call to. */
  redirectTo: string | null = null;
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => void this.#serve(request, response));
  }

  static async start(): Promise<StandInForgejo> {
    const forgejo = new StandInForgejo();
    await new Promise<void>((resolve) => forgejo.#server.listen(0, '127.0.0.1', resolve));
    return forgejo;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '' } = request;
    if (this.redirectTo) {
      return void response.writeHead(307, { location: this.redirectTo + request.url }).end();
    }
    const url = new URL(request.url ?? '', this.url);
    const sent = await readText(request);
    const body = sent === '' ? undefined : JSON.parse(sent);
    const call = describeCall(method, url, body);
    if (call.problem !== null) this.violations.push(call.problem);
    if (!('route' in call)) return send(response, { status: 405 });
    if (request.headers.authorization !== `token ${FORGEJO_TOKEN}`) {
      return send(response, { status: 401 });
    }
    const operation = `${method} ${call.route}`;
    this.operations.push(operation);
    const fault = this.plan(operation, `${url.pathname} ${sent}`);
    if (fault?.when === 'before') return fail(response, fault);
    const answer = await this.#answer(operation, url, body);
    const problem = call.checkAnswer(answer.status, answer.body);
    if (problem !== null) this.violations.push(`${operation}: ${problem}`);
    if (fault) return fail(response, fault);
    send(response, answer);
  }

  async #answer(operation: string, url: URL, body: Record<string, unknown> = {}): Promise<Answer> {
    const route = FORGEJO_ROUTES[operation];
    if (!route) return { status: 501 };
    const [, pattern = ''] = operation.split(' ');
    const path = url.pathname.replace(/^\/api\/v1/, '');
    const names = pattern.split('/').flatMap((segment, index) => {
      return segment.startsWith('{') ? decodeURIComponent(path.split('/')[index] ?? '') : [];
    });
    const answer = route(this.state, { names, query: url.searchParams, body });
    await this.onAnswered(operation, path);
    return answer;
  }
}

function send(response: ServerResponse, { status, body }: Answer): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}

/** Silence lasts as long as the caller's patience, or its life. */
function fail(response: ServerResponse, { kind }: Fault): void {
  if (kind === '500') send(response, { status: 500, body: { message: 'kaboom', url: '' } });
  else if (kind === 'reset') response.socket?.resetAndDestroy();
}
