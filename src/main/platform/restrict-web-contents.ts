import { app, session } from 'electron';

/**
 * Denies our page everything that it does not need: permissions, navigation, new windows, embedded views. The page gets
 * what it needs through the bridge alone (Electron security checklist, items 5, 13, 14).
 */
export function restrictWebContents(): void {
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, callback) =>
    callback(false),
  );
  session.defaultSession.setPermissionCheckHandler(() => false);
  // Its dictionaries come from a server that nobody chose.
  session.defaultSession.setSpellCheckerLanguages([]);
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
    for (const event of ['will-navigate', 'will-redirect', 'will-attach-webview'] as const) {
      contents.on(event as 'will-navigate', (details) => details.preventDefault());
    }
  });
}
