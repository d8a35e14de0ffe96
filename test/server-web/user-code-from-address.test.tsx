import { describe, expect, it } from 'vitest';
import { takeUserCodeFromAddress } from '../../server/web/src/user-code-from-address.ts';

function open(search: string) {
  const shown: unknown[] = [];
  const history = { replaceState: (...args: unknown[]) => shown.push(args) } as unknown as History;
  const userCode = takeUserCodeFromAddress({ search, pathname: '/device' } as Location, history);
  return { userCode, shown };
}

describe('takeUserCodeFromAddress', () => {
  it('takes the code out of the address bar without a new history entry', () => {
    expect(open('?user_code=BCDF-GHJK')).toEqual({
      userCode: 'BCDF-GHJK',
      shown: [[null, '', '/device']],
    });
  });

  it('leaves an address without a query alone', () => {
    expect(open('')).toEqual({ userCode: '', shown: [] });
  });
});
