import { isWellFormedUserCode, USER_CODE_LENGTH } from '@onbench/protocol/user-code';
import type { Failure } from '../api/failure.ts';

/** What a look can tell about a canonical code before the server is asked; null when it may be one. */
export function checkUserCode(canonical: string): Failure | null {
  if (canonical.length !== USER_CODE_LENGTH) {
    return { code: 'incomplete_code', retryAfterSeconds: null };
  }
  if (!isWellFormedUserCode(canonical)) return { code: 'impossible_code', retryAfterSeconds: null };
  return null;
}
