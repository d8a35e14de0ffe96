import { parseCertificateAuthority } from '../../../../src/main/api/certificate-authority.ts';
import { createNodeTransport } from '../../../../src/main/api/node-transport.ts';
import { HostileServer } from '../../../support/hostile-server.ts';
import {
  type CertificateTraits,
  type IssuedCertificate,
  TestAuthority,
} from '../../../support/test-authority.ts';
import type { TortureRow } from '../torture-case.ts';
import { drive } from './run-attack.ts';
import { summarizeAttacks } from './summarize-attacks.ts';
import { Victim } from './victim.ts';

const HOUR_MS = 3_600_000;

const lab = TestAuthority.root('Lab root');
const issued = (traits: CertificateTraits) => lab.issue({ names: ['localhost'], ...traits });

function under(intermediate: TestAuthority): IssuedCertificate {
  const { key, cert } = intermediate.issue();
  return { key, cert: `${cert}${intermediate.pem}` };
}

/** What a server may show instead of a certificate of the lab's, which this workstation trusts for its host. */
const CERTIFICATES: Readonly<Record<string, IssuedCertificate>> = {
  expired: issued({ validTo: new Date(Date.now() - HOUR_MS / 2) }),
  'not valid yet': issued({ validFrom: new Date(Date.now() + HOUR_MS / 2) }),
  'for another host': issued({ names: ['evil.example'] }),
  'for the host in the common name only': issued({ names: [] }),
  'for clients': issued({ purpose: 'clientAuth' }),
  'self-signed': TestAuthority.root('localhost').issue(),
  'from another authority': TestAuthority.root('Other root').issue(),
  'from an authority that took the name': TestAuthority.root('Lab root', { bits: 3_072 }).issue(),
  'from a certificate that is no authority': under(
    lab.intermediate('Fake', { isAuthority: false }),
  ),
  'from an expired intermediate': under(
    lab.intermediate('Old', { validTo: new Date(Date.now() - HOUR_MS / 2) }),
  ),
};

/** None of these gets as much as a request, let alone a code or a token. */
export async function runCertificateAttacks(): Promise<TortureRow> {
  const authority = parseCertificateAuthority(lab.pem, Date.now());
  if (!authority.ok) throw new Error(authority.failure);
  const addedTrust = { host: 'localhost', authority: authority.value };
  const outcomes: (string | null)[] = [];
  const problems: string[] = [];
  const victim = await Victim.create();
  for (const [name, certificate] of Object.entries(CERTIFICATES)) {
    const server = await HostileServer.start((_, response) => response.end(), { certificate });
    const worker = victim.createWorker(createNodeTransport({ addedTrust }));
    const outcome = await drive(worker, `https://localhost:${server.port}`, () => false);
    outcomes.push(outcome);
    if (outcome !== 'checks failed: certificate-not-trusted') problems.push(`${name}: ${outcome}`);
    if (server.received.length > 0) problems.push(`${name}: it was asked`);
    await server.stop();
  }
  problems.push(...(await victim.damage([], [])));
  await victim.remove();
  return summarizeAttacks('certificates', outcomes, problems);
}
