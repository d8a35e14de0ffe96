import { labName, repositoryIdentifier } from '@onbench/protocol/names';
import { ipcMain, type WebContents, type WebFrameMain } from 'electron';
import { z } from 'zod';
import type { EventChannel, Events, RequestChannel, Requests } from '../../shared/ipc.ts';

export type Handlers = {
  readonly [Channel in RequestChannel]: (
    ...args: Requests[Channel]['args']
  ) => Requests[Channel]['result'] | Promise<Requests[Channel]['result']>;
};

type ArgumentSchemas = {
  readonly [Channel in RequestChannel]: z.ZodType<Requests[Channel]['args']>;
};

const none = z.tuple([]);
const oneLab = z.tuple([labName]);

const proxySetting = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('system') }),
  z.strictObject({ kind: z.literal('manual'), url: z.string().max(300) }),
  z.strictObject({ kind: z.literal('none') }),
]);

/** What each request may carry; anything more or else is refused (security.md E02). */
const ARGUMENTS: ArgumentSchemas = {
  'app:get-info': none,
  'app:show-log-file': none,
  'diagnostics:collect': none,
  'diagnostics:copy': none,
  'diagnostics:save': none,
  'trouble:get-state': none,
  'trouble:report': z.tuple([z.string().max(8_192)]),
  'trouble:dismiss': none,
  'trouble:restart': none,
  'preferences:get': none,
  'network:get': none,
  'network:set-proxy': z.tuple([proxySetting]),
  'network:choose-authority': z.tuple([z.string().max(2_048)]),
  'network:trust-authority': none,
  'network:forget-authority': none,
  'enrollment:get-state': none,
  'enrollment:start': z.tuple([z.string().max(2_048)]),
  'enrollment:cancel': none,
  'enrollment:renew-code': none,
  'enrollment:dismiss': none,
  'enrollment:copy-user-code': none,
  'enrollment:copy-approval-link': none,
  'enrollment:open-approval-page': none,
  'enrollment:answer-host-key': z.tuple([z.boolean()]),
  'enrollment:check-again': none,
  'enrollment:continue-despite-warnings': none,
  'recovery:reveal-token': none,
  'recovery:copy-token': none,
  'recovery:retry-keyring': none,
  'recovery:confirm-stored': none,
  'registrations:get-state': none,
  'registrations:refresh': none,
  'registrations:test-connection': oneLab,
  'registrations:re-onboard': oneLab,
  'registrations:repair': oneLab,
  'registrations:switch-to': oneLab,
  'registrations:plan-removal': oneLab,
  'registrations:revoke': z.tuple([labName, z.boolean()]),
  'registrations:remove-locally': z.tuple([labName, z.boolean()]),
  'registrations:list-repositories': oneLab,
  'registrations:clone': z.tuple([labName, repositoryIdentifier]),
  'registrations:cancel': none,
  'registrations:dismiss': none,
  'registrations:enroll-again': oneLab,
};

/** Answers every request of the contract, for the top frame of our own page and for nobody else. */
export function handleRequests(handlers: Handlers, ownOrigin: string): void {
  for (const channel of Object.keys(handlers) as RequestChannel[]) {
    handle(channel, handlers[channel], ownOrigin);
  }
}

function handle<Channel extends RequestChannel>(
  channel: Channel,
  handler: Handlers[Channel],
  ownOrigin: string,
): void {
  ipcMain.handle(channel, (event, ...args: unknown[]) => {
    if (!isOwnTopFrame(event.senderFrame, ownOrigin)) {
      throw new Error(`${channel}: refused for a foreign sender`);
    }
    const parsed = ARGUMENTS[channel].safeParse(args);
    if (!parsed.success) throw new Error(`${channel}: refused for its arguments`);
    return handler(...parsed.data);
  });
}

/** `senderFrame` is null when the frame is gone or has navigated: then there is nobody to answer. */
function isOwnTopFrame(frame: WebFrameMain | null, ownOrigin: string): boolean {
  return frame !== null && frame.parent === null && originOf(frame.url) === ownOrigin;
}

/** The URL's own `origin` is "null" for a scheme that Node does not know. */
function originOf(url: string): string {
  const { protocol, host } = new URL(url);
  return `${protocol}//${host}`;
}

/** Tells the window something unasked. */
export function publish<Channel extends EventChannel>(
  contents: WebContents,
  channel: Channel,
  payload: Events[Channel],
): void {
  if (!contents.isDestroyed()) contents.send(channel, payload);
}
