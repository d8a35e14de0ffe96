import { open } from 'node:fs/promises';
import { systemErrorCode } from '../workstation/system-error.ts';

const TAIL_BYTES = 64 * 1_024;

/** The last lines of a log, whole ones only. Where it cannot be read it says why, since that is news as well. */
export async function readLogTail(path: string): Promise<readonly string[]> {
  try {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      const from = Math.max(0, size - TAIL_BYTES);
      const { buffer, bytesRead } = await file.read(Buffer.alloc(TAIL_BYTES), 0, TAIL_BYTES, from);
      const lines = buffer.subarray(0, bytesRead).toString('utf8').split('\n');
      return (from === 0 ? lines : lines.slice(1)).filter((line) => line !== '');
    } finally {
      await file.close();
    }
  } catch (error) {
    return [`The log cannot be read: ${systemErrorCode(error)}`];
  }
}
