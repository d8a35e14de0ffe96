/** Over https the browser itself holds a `__Host-` cookie to this host, `Secure` and the whole path (security.md T19). */
export function hostCookieName(name: string, publicUrl: string): string {
  return isHttps(publicUrl) ? `__Host-${name}` : name;
}

/**
 * By the public URL and not by the connection: behind a proxy that ends TLS, the connection here is plain http.
 */
export function hostCookieAttributes(publicUrl: string, sameSite: 'strict' | 'lax') {
  return { path: '/', httpOnly: true, sameSite, secure: isHttps(publicUrl) } as const;
}

function isHttps(publicUrl: string): boolean {
  return publicUrl.startsWith('https:');
}
