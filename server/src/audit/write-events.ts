import type { AuditFormat, AuditRow } from '@onbench/protocol/audit';

const CSV_COLUMNS = [
  'id',
  'at',
  'kind',
  'actor',
  'actor_name',
  'lab',
  'grant_id',
  'credential_id',
  'device_id',
  'address',
  'facts',
  'position',
] as const satisfies readonly (keyof AuditRow)[];

/** Events as the lines of a file. */
export async function* writeEvents(
  events: AsyncIterable<AuditRow>,
  format: AuditFormat,
): AsyncGenerator<string> {
  if (format === 'csv') yield `${CSV_COLUMNS.join(',')}\r\n`;
  for await (const event of events) {
    yield format === 'csv' ? csvLine(event) : `${JSON.stringify(event)}\n`;
  }
}

function csvLine(event: AuditRow): string {
  return `${CSV_COLUMNS.map((column) => csvField(event[column])).join(',')}\r\n`;
}

/** RFC 4180. */
function csvField(value: AuditRow[keyof AuditRow]): string {
  if (value === null) return '';
  const text = inert(typeof value === 'object' ? JSON.stringify(value) : String(value));
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A host name is a stranger's text, and spreadsheets run what begins like a formula. */
function inert(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}
