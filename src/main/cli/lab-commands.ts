import { LINES, lineSentence, STATUSES, VERDICTS } from '../../shared/copy/registration-copy.ts';
import type { LabRegistration } from '../../shared/registrations.ts';
import type { Registrations } from '../registrations/registrations.ts';
import type { Ending } from './exit-code.ts';
import type { Reporter } from './reporter.ts';
import type { Terminal } from './terminal.ts';

export interface LabContext {
  readonly registrations: Registrations;
  readonly reporter: Reporter;
  readonly terminal: Terminal;
}

const NOT_ENROLLED = 'This workstation is not enrolled. onbench enroll --api-base-url … does that.';

/** Tells what there is of each lab, as far as this machine knows by itself. */
export async function showStatus({ registrations, reporter }: LabContext): Promise<Ending> {
  await registrations.look();
  const { labs, current } = registrations.state;
  reporter.tell({ event: 'status', current, labs: labs.map(known) }, labs.flatMap(labLines));
  if (labs.length === 0) {
    reporter.tell({ event: 'not-enrolled' }, [NOT_ENROLLED]);
    return 'not-enrolled';
  }
  return labs.every(({ status }) => status === 'registered') ? 'ok' : 'workstation';
}

/** Without the lines that only the network could fill: `onbench test` asks it. */
function known(lab: LabRegistration): LabRegistration {
  return { ...lab, lines: lab.lines.filter(({ verdict }) => verdict.kind !== 'checking') };
}

function labLines(lab: LabRegistration): readonly string[] {
  const { lines, isCurrent, status, apiBaseUrl } = known(lab);
  return [
    `${lab.lab}  ${STATUSES[status].label}${isCurrent ? ', current' : ''}`,
    ...(apiBaseUrl === null ? [] : [`  Server: ${apiBaseUrl}`]),
    ...lines.flatMap((line) => {
      const subject = line.subject === null ? '' : `  ${line.subject}`;
      const sentence = lineSentence(line);
      return [
        `  ${LINES[line.name].padEnd(18)}${VERDICTS[line.verdict.kind]}${subject}`,
        ...(sentence === null ? [] : [`    ${sentence}`]),
      ];
    }),
  ];
}

/** The lab that a command is about: the one that is named, or the current one. */
export function chooseLab(
  name: string | null,
  { registrations, reporter }: LabContext,
): string | null {
  const { labs, current } = registrations.state;
  if (name !== null && labs.some(({ lab }) => lab === name)) return name;
  const only = labs.length === 1 ? (labs[0]?.lab ?? null) : null;
  const chosen = name === null ? (current ?? only) : null;
  if (chosen !== null) return chosen;
  if (labs.length === 0) reporter.refuse('not-enrolled', [NOT_ENROLLED]);
  else {
    const names = labs.map(({ lab }) => lab).join(', ');
    reporter.refuse('not-enrolled', [
      `Name one of the labs of this workstation by --lab: ${names}.`,
    ]);
  }
  return null;
}
