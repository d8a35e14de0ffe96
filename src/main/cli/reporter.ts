import type { EnrollmentState } from '../../shared/enrollment.ts';
import { type EnrollEvent, eventsOf } from './enroll-events.ts';
import { linesOf, waitingLine } from './enroll-words.ts';
import { type Ending, EXIT_CODES } from './exit-code.ts';
import { drawQrCode } from './qr-code.ts';
import type { Terminal } from './terminal.ts';

/** Tells whoever started the command, a person or a program, how it goes. */
export interface Reporter {
  /** A state that follows `before`. */
  show(state: EnrollmentState, before: EnrollmentState): void;
  /** Something that no state tells: `event` for a program, `lines` for a person. */
  tell(event: EnrollEvent, lines: readonly string[]): void;
  /** What keeps the command from its goal and what to do. */
  refuse(ending: Ending, lines: readonly string[]): void;
  end(ending: Ending): void;
}

export function createReporter(
  terminal: Terminal,
  options: { readonly json: boolean; readonly qr: boolean },
): Reporter {
  return options.json ? reportAsJson(terminal) : reportInWords(terminal, options.qr);
}

function reportAsJson(terminal: Terminal): Reporter {
  const emit = (event: EnrollEvent) => terminal.say(JSON.stringify(event));
  return {
    show: (state, before) => eventsOf(state, before).forEach(emit),
    tell: emit,
    refuse: (ending, lines) => emit({ event: 'refused', result: ending, message: lines.join(' ') }),
    end: (ending) => emit({ event: 'end', result: ending, exitCode: EXIT_CODES[ending] }),
  };
}

function reportInWords(terminal: Terminal, qrWanted: boolean): Reporter {
  const showQr = qrWanted || terminal.isInteractive;
  const say = (line: string) => terminal.say(withoutControls(line));
  const complain = (line: string) => terminal.complain(withoutControls(line));
  return {
    show: (state, before) => {
      const lines = linesOf(state, before);
      lines.forEach(state.kind === 'failed' ? complain : say);
      if (state.kind !== 'awaiting-approval') return;
      const isNew = before.kind !== 'awaiting-approval' || before.userCode !== state.userCode;
      const drawn =
        isNew && showQr && drawQrCode(state.verificationUrlComplete, terminal.isInteractive);
      if (drawn) terminal.say(drawn);
      if (terminal.isInteractive) terminal.showPassing(waitingLine(state));
    },
    tell: (_event, lines) => lines.forEach(say),
    refuse: (_ending, lines) => lines.forEach(complain),
    end: () => undefined,
  };
}

/** What a server or a file says must not move the cursor. */
function withoutControls(line: string): string {
  return line.replace(/[\u0000-\u001f\u007f-\u009f]/g, '');
}
