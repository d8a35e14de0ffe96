import { fileURLToPath } from 'node:url';

/**
 * The server's own folder, which holds `migrations` and `dist/web`. Source files and built files both stand one level
 * below it.
 */
export const PACKAGE_ROOT = fileURLToPath(new URL('..', import.meta.url));
