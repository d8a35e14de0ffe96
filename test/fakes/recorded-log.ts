import type { Log } from '../../src/main/platform/log.ts';

/** A log that keeps its lines as they would be written. */
export class RecordedLog implements Log {
  readonly lines: string[] = [];

  info(fields: Readonly<Record<string, unknown>>, message: string): void {
    this.#keep('info', fields, message);
  }

  warn(fields: Readonly<Record<string, unknown>>, message: string): void {
    this.#keep('warn', fields, message);
  }

  error(fields: Readonly<Record<string, unknown>>, message: string): void {
    this.#keep('error', fields, message);
  }

  #keep(level: string, fields: object, message: string): void {
    this.lines.push(`${level} ${JSON.stringify(fields)} ${message}`);
  }
}
