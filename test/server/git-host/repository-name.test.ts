import { labName, repositoryIdentifier } from '@onbench/protocol/names';
import { describe, expect, it } from 'vitest';
import { isLabName, parseRepositoryName } from '../../../server/src/git-host/repository-name.ts';

const LABS = ['NMGRL', 'a', '0', 'a_b-c', 'a'.repeat(63), 'a'.repeat(64)];
const ODD = ['', '-a', '_a', 'a.b', 'a b', 'a/b', '..', 'a\n', 'ä', 'a\0', '.a', 'a;b', 'a%b'];

describe('isLabName', () => {
  it.each([...LABS, ...ODD])('agrees with the protocol on %j', (text) => {
    expect(isLabName(text)).toBe(labName.safeParse(text).success);
  });
});

describe('parseRepositoryName', () => {
  it.each(
    [...LABS, ...ODD, 'x.y', 'x'.repeat(100), 'x'.repeat(101)].flatMap((name) => [
      `NMGRL/${name}`,
      `${name}/x`,
      name,
    ]),
  )('agrees with the protocol on %j', (identifier) => {
    const isAllowed = repositoryIdentifier.safeParse(identifier).success;
    expect(parseRepositoryName(identifier) !== null).toBe(isAllowed);
  });

  it('takes lab and name apart', () => {
    expect(parseRepositoryName('NMGRL/Meta.Data')).toEqual({ lab: 'NMGRL', name: 'Meta.Data' });
  });

  it('refuses a name that ends in .git, which the protocol allows', () => {
    expect(parseRepositoryName('NMGRL/x.git')).toBeNull();
  });
});
