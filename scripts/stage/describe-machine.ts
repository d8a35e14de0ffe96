import { cpus, release, totalmem, type } from 'node:os';

/** What numbers were measured on, for the pages that show them. */
export function describeMachine(): string {
  const [{ model = 'unknown processor' } = {}] = cpus();
  const memory = `${Math.round(totalmem() / 2 ** 30)} GB`;
  return `${type()} ${release()}, ${cpus().length} processors (${model}), ${memory}, Node ${process.versions.node}`;
}
