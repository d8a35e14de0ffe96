/** What a spreadsheet takes for the beginning of a formula; a tab or a line end before it is dropped by some. */
const FORMULA_START = /^[\t\r\n ]*[=+\-@]|^[\t\r\n]/;

/**
 * One record of RFC 4180. Every cell is quoted; one that a spreadsheet would run as a formula begins with an apostrophe:
 * a workstation chooses its own name.
 */
export function csvRecord(cells: readonly (string | null)[]): string {
  return `${cells.map((cell) => quote(defuse(cell ?? ''))).join(',')}\r\n`;
}

function defuse(text: string): string {
  return FORMULA_START.test(text) ? `'${text}` : text;
}

function quote(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}
