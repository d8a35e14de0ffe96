import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { protocol } from 'electron';

const SCHEME = 'onbench';

/** The one origin of our own page. */
export const APP_ORIGIN = `${SCHEME}://app`;

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** The page loads its own files and nothing else; it makes no request of its own (security.md E01). */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Before `ready`: makes the scheme a standard, secure one, so that it has an origin and a content policy. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true } },
  ]);
}

/** Serves the built renderer from its folder. A scheme of our own: file:// would let the page read other files. */
export function serveApp(folder: string): void {
  protocol.handle(SCHEME, async (request) => {
    const { host, pathname } = new URL(request.url);
    // Our files have plain names, so nothing is decoded. The URL parser has resolved `..`, but not one before a backslash.
    const type = CONTENT_TYPES[extname(pathname)];
    if (`${SCHEME}://${host}` !== APP_ORIGIN || type === undefined || pathname.includes('..')) {
      return new Response(null, { status: 404 });
    }
    const content = await readFile(join(folder, pathname)).catch(() => null);
    if (content === null) return new Response(null, { status: 404 });
    return new Response(new Uint8Array(content), {
      headers: {
        'content-type': type,
        'content-security-policy': CONTENT_SECURITY_POLICY,
        'x-content-type-options': 'nosniff',
      },
    });
  });
}
