import { existsSync } from 'node:fs';
import { relative } from 'node:path';
import fastifyStatic from '@fastify/static';
import { ROMM_VERIFICATION_PATH } from '@onbench/protocol/romm-device-grant';
import type { App } from '../context.ts';

/** For workstations, for people's own devices, for the audit log: the same files, told apart by the path. */
const PAGE_PATHS = ['/device', ROMM_VERIFICATION_PATH, '/audit'];

/** The built pages: `index.html` at each path, its files with hashed names below /device/assets. */
export async function registerApprovalPage(app: App, folder: string): Promise<void> {
  app.get('/', async (_request, reply) => reply.redirect('/device', 302));

  if (!existsSync(folder)) {
    for (const path of PAGE_PATHS) {
      app.get(path, async (_request, reply) =>
        reply
          .code(503)
          .type('text/plain')
          .send('The approval page is not built. Run npm run build.'),
      );
    }
    return;
  }

  await app.register(fastifyStatic, {
    root: folder,
    prefix: '/device/',
    index: false,
    // Only what is there now is served: no path from a request ever reaches the file system.
    wildcard: false,
    cacheControl: false,
    setHeaders: (response, path) => {
      const hashed = relative(folder, path).startsWith('assets');
      response.setHeader(
        'cache-control',
        hashed ? 'public, max-age=31536000, immutable' : 'no-store',
      );
    },
  });
  for (const path of PAGE_PATHS) {
    app.get(path, async (_request, reply) => reply.sendFile('index.html'));
  }
}
