import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { AuditFilter, AuditFormat } from '@onbench/protocol/audit';
import type { ChainHead } from '../audit/chain.ts';
import { allEvents } from '../audit/find-events.ts';
import { type ChainVerdict, verifyChain } from '../audit/verify-chain.ts';
import { writeEvents } from '../audit/write-events.ts';
import type { Config } from '../config.ts';
import { deriveKey, loadServerSecret } from '../secrets/server-secret.ts';
import { withDatabase } from './with-database.ts';

/** Walks the whole chain, or what came after a head that was noted before. Not intact is exit code 1. */
export async function verifyAuditCommand(
  config: Config,
  since: ChainHead | undefined,
): Promise<number> {
  const key = deriveKey(await loadServerSecret(config.secretFile), 'audit-log');
  const verdict = await withDatabase(config, (db) => verifyChain(db, key, since));
  if (verdict.kind !== 'intact') {
    console.error(describeDamage(verdict, config));
    return 1;
  }
  const { head, unsealed } = verdict;
  console.log(`${head.count}:${head.hash}`);
  const words = unsealed === 0 ? '' : `, ${unsealed} more are not sealed yet`;
  console.error(`The audit log is intact: ${head.count} events${words}.`);
  return 0;
}

function describeDamage(
  verdict: Exclude<ChainVerdict, { kind: 'intact' }>,
  { secretFile }: Config,
): string {
  switch (verdict.kind) {
    case 'missing':
      return `The audit log is NOT intact: event ${verdict.position} of the chain is missing.`;
    case 'changed': {
      const { id, at, kind } = verdict.event;
      return `The audit log is NOT intact: event ${verdict.position} of the chain is not what was sealed there. It says now: number ${id}, ${at}, ${kind}.`;
    }
    case 'cut-off':
      return `The audit log is NOT intact: from event ${verdict.position} of the chain on, ${verdict.sealed} sealed events are missing at its end.`;
    case 'foreign-head':
      return `The audit log is NOT intact: its head is missing, was changed, or was sealed with another secret than ${secretFile}. If the secret was replaced, verify with the one from your backup.`;
  }
}

/** Everything that the filter lets through, on standard output. */
export async function exportAuditCommand(
  config: Config,
  format: AuditFormat,
  filter: AuditFilter,
): Promise<number> {
  await withDatabase(config, async (db) => {
    const lines = writeEvents(allEvents(db, { filter, reader: null }), format);
    await pipeline(Readable.from(lines), process.stdout, { end: false });
  });
  return 0;
}
