import { describe, expect, it } from 'vitest';
import { problemWords } from '../../../src/shared/copy/pre-flight-copy.ts';
import type { PreFlightProblem } from '../../../src/shared/pre-flight.ts';
import { TROUBLE_NUMBERS } from '../../../src/shared/trouble-numbers.ts';

type Kind = PreFlightProblem['kind'];

/** Any facts: what is told apart here is the kind. */
function problemOf(kind: string): PreFlightProblem {
  const facts = {
    host: 'api.example',
    status: 503,
    offByMs: 600_000,
    backend: 'Secret Service',
    path: '/home/tess/.ssh',
    code: 'EACCES',
    freeBytes: 1_234_567,
    mode: '775',
    port: 22,
  };
  return { kind: kind as Kind, ...facts } as PreFlightProblem;
}

describe('problemWords', () => {
  it.each(Object.keys(TROUBLE_NUMBERS))('says what %s is and what to do', (kind) => {
    const { what, next } = problemWords(problemOf(kind));
    for (const sentence of [what, next]) {
      expect(sentence).toMatch(/^[A-Z].*[.)]$/);
      expect(sentence).not.toMatch(/undefined|NaN|\[object|!/);
    }
  });

  it('offers nobody to go on past a failure', () => {
    const failures = Object.entries(TROUBLE_NUMBERS).filter(
      ([, { weight }]) => weight === 'failed',
    );
    for (const [kind] of failures) {
      expect(problemWords(problemOf(kind)).next).not.toContain('You can also continue');
    }
  });

  it.each([
    [200_000, '3 minutes ahead of'],
    [-7_140_000, '119 minutes behind'],
    [3 * 3_600_000, '3 hours ahead of'],
    [-400 * 86_400_000, '400 days behind'],
  ])('says %i ms as people do', (offByMs, words) => {
    const { what } = problemWords({ kind: 'clock-off', offByMs });
    expect(what).toBe(`This machine’s clock is ${words} the server’s.`);
  });
});
