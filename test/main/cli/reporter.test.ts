import { describe, expect, it } from 'vitest';
import { createReporter } from '../../../src/main/cli/reporter.ts';
import type { Terminal } from '../../../src/main/cli/terminal.ts';
import type { EnrollmentState } from '../../../src/shared/enrollment.ts';
import { AWAITING_APPROVAL, ENROLLED, FINISHING, failed } from '../../renderer/states.ts';

class RecordedTerminal implements Terminal {
  readonly isInteractive: boolean;
  readonly said: string[] = [];
  readonly complained: string[] = [];
  readonly passing: string[] = [];

  constructor(isInteractive: boolean) {
    this.isInteractive = isInteractive;
  }

  say(line: string): void {
    this.said.push(line);
  }

  complain(line: string): void {
    this.complained.push(line);
  }

  showPassing(line: string): void {
    this.passing.push(line);
  }

  async ask(): Promise<string> {
    return '';
  }
}

function report(
  states: readonly EnrollmentState[],
  { isInteractive = false, json = false, qr = false } = {},
): RecordedTerminal {
  const terminal = new RecordedTerminal(isInteractive);
  const reporter = createReporter(terminal, { json, qr });
  let before: EnrollmentState = { kind: 'idle' };
  for (const state of states) {
    reporter.show(state, before);
    before = state;
  }
  return terminal;
}

const SECOND_LATER = { ...AWAITING_APPROVAL, remainingMs: AWAITING_APPROVAL.remainingMs - 1_000 };

describe('the words of the command line', () => {
  it('shows code, link and fingerprint once, however many seconds pass', () => {
    const { said } = report([AWAITING_APPROVAL, SECOND_LATER]);
    const text = said.join('\n');
    for (const fact of [
      AWAITING_APPROVAL.userCode,
      AWAITING_APPROVAL.verificationUrlComplete,
      AWAITING_APPROVAL.keyFingerprint,
    ]) {
      expect(text.split(`    ${fact}\n`)).toHaveLength(2);
    }
  });

  it('counts the time down on one line of a terminal, and nowhere else', () => {
    const states = [{ ...AWAITING_APPROVAL, remainingMs: 61_000 }];
    expect(report(states).passing).toEqual([]);
    expect(report(states, { isInteractive: true }).passing).toEqual([
      '1:01 left. Waiting for your administrator’s answer.',
    ]);
  });

  it.each([
    [{ isInteractive: false }, false],
    [{ isInteractive: false, qr: true }, true],
    [{ isInteractive: true }, true],
  ])('draws the QR code with %j: %j', (options, drawn) => {
    const { said } = report([AWAITING_APPROVAL], options);
    expect(said.some((line) => line.includes('█'))).toBe(drawn);
  });

  it('tells of trouble on the way when it comes and when it goes', () => {
    const cause = 'offline' as const;
    const polling = { kind: 'retrying', cause, failures: 1, retryInMs: 5_000 } as const;
    const { said } = report([AWAITING_APPROVAL, { ...AWAITING_APPROVAL, polling }, SECOND_LATER]);
    expect(said.slice(-2)).toEqual([
      'This machine has no network connection.',
      'Waiting for your administrator’s answer.',
    ]);
  });

  it('says each step, then what was proved', () => {
    const { said } = report([AWAITING_APPROVAL, FINISHING, ENROLLED]);
    expect(said).toContain('Approved for NMGRL.');
    expect(said).toContain('  Passed: The server accepts the token.');
    expect(said).toContain('Enrolled as NMGRL.');
  });

  it('complains of a failure, with what to do next', () => {
    const { complained } = report([failed({ kind: 'denied' })]);
    expect(complained.join('\n')).toContain('The administrator denied the request.');
    expect(complained.at(-1)).toContain('Ask your administrator for the reason.');
  });

  it('lets nothing that a server says move the cursor', () => {
    const question = {
      host: 'evil\u001b[2J\u009b1A.example',
      knownFingerprint: 'SHA256:a',
      offeredFingerprint: 'SHA256:b',
    };
    const { said } = report([{ ...FINISHING, question }]);
    expect(said.join('')).not.toMatch(/[\u001b\u009b]/);
  });
});

describe('the events of the command line', () => {
  it('come once for each thing that happened', () => {
    const { said } = report([AWAITING_APPROVAL, SECOND_LATER, FINISHING, ENROLLED], { json: true });
    expect(said.map((line) => JSON.parse(line).event)).toEqual(['code', 'step', 'enrolled']);
  });
});
