import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { app, clipboard, dialog } from 'electron';
import type { DiagnosticsReport, DiagnosticsSaved } from '../../shared/diagnostics.ts';
import type { Troubles } from '../platform/troubles.ts';
import { systemErrorCode } from '../workstation/system-error.ts';
import type { Handlers } from './handle.ts';

export type DiagnosticsHandlers = Pick<
  Handlers,
  Extract<keyof Handlers, `diagnostics:${string}` | `trouble:${string}`>
>;

/** What leaves is what was shown: copying and saving take the report that was collected last. */
export function diagnosticsHandlers(
  collect: () => Promise<DiagnosticsReport>,
  troubles: Troubles,
): DiagnosticsHandlers {
  let shown: DiagnosticsReport | null = null;
  return {
    'diagnostics:collect': async () => {
      shown = await collect();
      return shown;
    },
    'diagnostics:copy': async () => {
      if (shown !== null) await clipboard.writeText(shown.text);
    },
    'diagnostics:save': async () => {
      const path = shown && (await askWhere());
      return shown && path ? save(path, shown.text) : { kind: 'not-chosen' };
    },
    'trouble:get-state': () => troubles.current,
    'trouble:report': (details) => troubles.report('window', { details }),
    'trouble:dismiss': () => troubles.dismiss(),
    'trouble:restart': () => {
      app.relaunch();
      app.quit();
    },
  };
}

/** By the system's own dialog: no path comes from the page. */
async function askWhere(): Promise<string | null> {
  const day = new Date().toISOString().slice(0, 10);
  const { filePath } = await dialog.showSaveDialog({
    title: 'Save diagnostics',
    defaultPath: join(app.getPath('documents'), `onbench-diagnostics-${day}.txt`),
    filters: [{ name: 'Text', extensions: ['txt'] }],
  });
  return filePath || null;
}

async function save(path: string, text: string): Promise<DiagnosticsSaved> {
  try {
    await writeFile(path, text, { mode: 0o600 });
    return { kind: 'saved', path };
  } catch (error) {
    return { kind: 'failed', code: systemErrorCode(error) };
  }
}
