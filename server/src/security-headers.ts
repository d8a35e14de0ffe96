import helmet from '@fastify/helmet';
import Fastify from 'fastify';
import { CONTENT_POLICY } from './routes/content-policy.ts';

export type Headers = Readonly<Record<string, string>>;

const ABOUT_DOCUMENTS: ReadonlySet<string> = new Set([
  'cross-origin-opener-policy',
  'origin-agent-cluster',
  'x-dns-prefetch-control',
  'x-download-options',
  'x-permitted-cross-domain-policies',
  'x-xss-protection',
]);

export interface SecurityHeaders {
  /** Of pages, and of whatever else a browser may show. */
  readonly pages: Headers;
  /**
   * Of the API, whose answers hold codes and tokens. What is about the life of a document says nothing there, and would be
   * most of what a poll is answered.
   */
  readonly data: Headers;
}

/**
 * What helmet sets, as plain headers. It says the same with every answer and takes longer for that than a poll takes
 * for everything else, so it is asked once.
 */
export async function securityHeaders(): Promise<SecurityHeaders> {
  const probe = Fastify();
  await probe.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: CONTENT_POLICY },
    referrerPolicy: { policy: 'no-referrer' },
    xFrameOptions: { action: 'deny' },
    // Other hosts below this name are not ours to speak for. Over plain http browsers ignore it.
    strictTransportSecurity: { includeSubDomains: false },
  });
  probe.get('/without', { helmet: false }, async () => '');
  probe.get('/with', async () => '');
  const { headers: without } = await probe.inject('/without');
  const { headers } = await probe.inject('/with');
  await probe.close();
  const added = Object.entries(headers)
    .filter(([name]) => !(name in without))
    .map(([name, value]) => [name, String(value)] as const);
  return {
    pages: Object.fromEntries(added),
    data: {
      ...Object.fromEntries(added.filter(([name]) => !ABOUT_DOCUMENTS.has(name))),
      'cache-control': 'no-store',
    },
  };
}
