import { z } from 'zod';

/** Where a page of devices ended: the last one's sort key and id. */
export interface DeviceCursor {
  readonly key: string;
  readonly id: string;
}

const cursor = z.tuple([z.string(), z.uuid()]);

export function writeCursor({ key, id }: DeviceCursor): string {
  return Buffer.from(JSON.stringify([key, id])).toString('base64url');
}

/** Null for what no page of ours ended with. */
export function readCursor(text: string): DeviceCursor | null {
  try {
    const [key, id] = cursor.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
    return { key, id };
  } catch {
    return null;
  }
}
