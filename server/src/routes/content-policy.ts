/** Of every answer: the API's are data, and no browser has anything to do with them (security.md T20). */
export const CONTENT_POLICY = {
  'default-src': ["'none'"],
  'form-action': ["'none'"],
  'frame-ancestors': ["'none'"],
  'base-uri': ["'none'"],
};

/**
 * Of a page: it needs nothing but its own files and this API, and only the script and the style that this very answer
 * names run. What a script of ours loads may run, too: that is its own next file.
 */
export function pagePolicy(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'`,
    `style-src 'nonce-${nonce}'`,
    "font-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join(';');
}
