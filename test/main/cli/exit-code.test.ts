import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EXIT_CODES, endingOfChecks, endingOfEnrollment } from '../../../src/main/cli/exit-code.ts';
import type { PreFlightCheck } from '../../../src/shared/pre-flight.ts';

function check(
  name: PreFlightCheck['name'],
  kind: 'passed' | 'warning' | 'failed',
): PreFlightCheck {
  const problem = { kind: 'clock-off', offByMs: 1 } as const;
  return { name, subject: null, progress: kind === 'passed' ? { kind } : { kind, problem } };
}

describe('EXIT_CODES', () => {
  it('has each number once', () => {
    const codes = Object.values(EXIT_CODES);
    expect(new Set(codes).size).toBe(codes.length);
  });

  it.each(Object.entries(EXIT_CODES))('promises %s as %i in docs/cli.md', async (name, code) => {
    const docs = await readFile(join(import.meta.dirname, '../../../docs/cli.md'), 'utf8');
    expect(docs).toContain(`| ${code} | \`${name}\` |`);
  });
});

describe('endingOfEnrollment', () => {
  it('tells a keyring that holds an enrollment back from what is lost', () => {
    const failure = { kind: 'interrupted', lab: 'NMGRL', tokenByHand: false } as const;
    expect(endingOfEnrollment({ ...failure, missing: 'keyring' })).toBe('keyring');
    expect(endingOfEnrollment({ ...failure, missing: 'token' })).toBe('workstation');
  });
});

describe('endingOfChecks', () => {
  it('goes by a failure before it goes by a warning', () => {
    expect(endingOfChecks([check('keyring', 'warning'), check('server', 'failed')])).toBe(
      'network',
    );
  });

  it('goes by the first warning where nothing failed', () => {
    expect(endingOfChecks([check('server', 'passed'), check('keyring', 'warning')])).toBe(
      'keyring',
    );
  });

  it('blames this workstation for its folders', () => {
    expect(endingOfChecks([check('ssh-folder', 'failed')])).toBe('workstation');
  });
});
