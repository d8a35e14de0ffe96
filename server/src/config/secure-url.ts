/** An https URL without query or account, or an http one of this machine; null for any other. */
export function parseSecureUrl(text: string): URL | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  const secure =
    url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
  const plain = url.search === '' && url.hash === '' && url.username === '' && url.password === '';
  return secure && plain ? url : null;
}

/** Whether it is this machine: a host name as a URL has it. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
