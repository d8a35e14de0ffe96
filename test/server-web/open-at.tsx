import type { ReactElement } from 'react';
import { choosePage, type PageOptions } from '../../server/web/src/choose-page.tsx';
import { waysIn } from './fake-provider-window.ts';
import type { ScriptedServer } from './scripted-server.ts';

/** The page at a path, with people who sign in by a password unless `changes` says otherwise. */
export function openAt(
  path: string,
  server: ScriptedServer,
  changes: Partial<PageOptions> = {},
): ReactElement {
  const usual = { search: '', prefilledCode: '', send: server.fetch, ways: waysIn() };
  return choosePage({ path, ...usual, ...changes });
}
