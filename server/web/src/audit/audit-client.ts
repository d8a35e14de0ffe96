import {
  AUDIT_EXPORT_PATH,
  AUDIT_PATH,
  type AuditFilter,
  type AuditFormat,
  type AuditPage,
  auditPage,
} from '@onbench/protocol/audit';
import { exchange } from '../api/exchange.ts';
import type { Answer } from '../api/failure.ts';

export interface AuditClient {
  /** Newest first; with `before`, what comes after that event. */
  read(filter: AuditFilter, before: number | null): Promise<Answer<AuditPage>>;
}

export function createAuditClient(send: typeof fetch): AuditClient {
  return {
    async read(filter, before) {
      const query = toQuery({ ...filter, ...(before === null ? {} : { before: String(before) }) });
      const answer = await exchange(send, { method: 'GET', path: AUDIT_PATH + query }, auditPage);
      return answer.ok ? { ok: true, value: answer.value.body } : answer;
    },
  };
}

/** Where the browser gets the file: everything that the filter lets through, not only what is on the page. */
export function exportAddress(filter: AuditFilter, format: AuditFormat): string {
  return AUDIT_EXPORT_PATH + toQuery({ ...filter, format });
}

function toQuery(parameters: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(parameters).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
}
