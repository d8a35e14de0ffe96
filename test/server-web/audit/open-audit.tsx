import { render } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { openAt } from '../open-at.tsx';
import { ADA, ok, type ScriptedAnswer, ScriptedServer } from '../scripted-server.ts';
import { event } from './audit-event.ts';

/** The page at /audit against a server that answers well, except where `changes` says otherwise. */
export function openAudit(changes: Record<string, ScriptedAnswer | ScriptedAnswer[]> = {}) {
  const server = new ScriptedServer({
    'GET session': ok(ADA),
    'POST session': ok(ADA),
    'DELETE session': { status: 204 },
    'GET audit-events': ok({ events: [event()], next: null }),
    ...changes,
  });
  render(openAt('/audit', server));
  return { server, user: userEvent.setup() };
}
