/**
 * Where main writes what went on, for whoever helps a technician: facts in `fields`, words in `message`, never a secret.
 * pino's logger has this shape.
 */
export interface Log {
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
  error(fields: Readonly<Record<string, unknown>>, message: string): void;
}
