import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import fastifyStatic from '@fastify/static';
import {
  PROVIDER_RETURN_PATH,
  SIGN_IN_METHODS,
  type SignInMethod,
} from '@onbench/protocol/approval-api';
import { REFERENCE_PATH } from '@onbench/protocol/openapi';
import { ROMM_VERIFICATION_PATH } from '@onbench/protocol/romm-device-grant';
import type { App, SignInWays } from '../context.ts';
import { pagePolicy } from './content-policy.ts';

/**
 * Entering a code, for a workstation or a device of one's own, the administrators' lists, the reference of the API, and
 * where a letter to a technician leads: the same files, told apart by the path.
 */
const PAGE_PATHS = [
  '/device',
  ROMM_VERIFICATION_PATH,
  '/inbox',
  '/expected',
  '/enrollment-day',
  '/devices',
  '/labs',
  '/audit',
  '/not-me',
  REFERENCE_PATH,
  PROVIDER_RETURN_PATH,
];

/** Where the built page has the nonce of its script and style (web/vite.config.ts). */
const NONCE_PLACE = '__nonce__';

/** And where how people may sign in (web/index.html). */
const SIGN_IN_PLACE = '__sign_in__';

/** The built pages: `index.html` at each path, its files with hashed names below /device/assets. */
export async function registerApprovalPage(
  app: App,
  folder: string,
  signIn: SignInWays,
): Promise<void> {
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
  const built = await readFile(join(folder, 'index.html'), 'utf8');
  const page = built.replace(SIGN_IN_PLACE, signInMethods(signIn).join(' '));
  for (const path of PAGE_PATHS) {
    app.get(path, async (_request, reply) => {
      const nonce = randomBytes(16).toString('base64');
      return reply
        .header('content-security-policy', pagePolicy(nonce))
        .header('cache-control', 'no-store')
        .type('text/html; charset=utf-8')
        .send(page.replaceAll(NONCE_PLACE, nonce));
    });
  }
}

function signInMethods({ passwords, provider }: SignInWays): readonly SignInMethod[] {
  const open: Readonly<Record<SignInMethod, boolean>> = {
    password: passwords,
    'openid-connect': provider !== null,
  };
  return SIGN_IN_METHODS.filter((method) => open[method]);
}
