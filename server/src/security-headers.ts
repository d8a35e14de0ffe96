import helmet from '@fastify/helmet';
import Fastify from 'fastify';
import { CONTENT_POLICY } from './routes/content-policy.ts';

/**
 * What helmet sets, as plain headers. It says the same with every answer and takes longer for that than a poll takes
 * for everything else, so it is asked once.
 */
export async function securityHeaders(): Promise<Readonly<Record<string, string>>> {
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
  const added = Object.entries(headers).filter(([name]) => !(name in without));
  return Object.fromEntries(added.map(([name, value]) => [name, String(value)]));
}
