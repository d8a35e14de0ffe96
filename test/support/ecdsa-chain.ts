import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { capture } from '../../scripts/stage/child-process.ts';
import type { IssuedCertificate } from './test-authority.ts';

/** A root and a server's certificate with ECDSA keys, by the real openssl: forge knows RSA only. */
export async function createEcdsaChain(
  folder: string,
): Promise<{ readonly root: string; readonly server: IssuedCertificate }> {
  const at = (name: string) => join(folder, name);
  const openssl = (...args: readonly string[]) => capture('openssl', args);
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  await openssl(
    ...['req', '-x509', ...curve, '-days', '1', '-subj', '/O=Lab/CN=ECDSA root'],
    ...['-keyout', at('root.key'), '-out', at('root.pem')],
    ...['-addext', 'keyUsage=critical,keyCertSign'],
  );
  await openssl(
    ...['req', ...curve, '-subj', '/CN=server', '-keyout', at('server.key')],
    ...['-out', at('server.csr')],
  );
  await writeFile(at('extensions'), 'subjectAltName=DNS:localhost,IP:127.0.0.1\n');
  await openssl(
    ...['x509', '-req', '-in', at('server.csr'), '-CA', at('root.pem'), '-CAkey', at('root.key')],
    ...['-CAcreateserial', '-days', '1', '-extfile', at('extensions'), '-out', at('server.pem')],
  );
  const [root, key, cert] = await Promise.all(
    ['root.pem', 'server.key', 'server.pem'].map((name) => readFile(at(name), 'utf8')),
  );
  return { root: root!, server: { key: key!, cert: cert! } };
}
