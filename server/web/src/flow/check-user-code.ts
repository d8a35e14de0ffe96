import { isWellFormedUserCode, USER_CODE_LENGTH } from '@onbench/protocol/user-code';
import { type Failure, failure } from '../api/failure.ts';

/** What a look can tell about a canonical code before the server is asked; null when it may be one. */
export function checkUserCode(canonical: string): Failure | null {
  if (canonical.length !== USER_CODE_LENGTH) return failure('incomplete_code');
  return isWellFormedUserCode(canonical) ? null : failure('impossible_code');
}
