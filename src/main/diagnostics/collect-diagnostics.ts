import { release } from 'node:os';
import type { DiagnosticsReport } from '../../shared/diagnostics.ts';
import type { EnrollmentState } from '../../shared/enrollment.ts';
import type { NetworkSettings } from '../../shared/network-settings.ts';
import type { AppInfo } from '../../shared/preferences.ts';
import type { RegistrationsState } from '../../shared/registrations.ts';
import { blankSecrets } from './blank-secrets.ts';
import {
  describeChecks,
  describeEnrollment,
  describeHistory,
  describeLabs,
  describeNetwork,
} from './describe-state.ts';
import type { EnrollmentHistory } from './enrollment-history.ts';
import { readLogTail } from './read-log-tail.ts';

/** Where the facts are. Nobody hands in a `Secret`: there is nothing here to put one into. */
export interface DiagnosticsSources {
  readonly info: AppInfo;
  readonly enrollment: EnrollmentState;
  readonly history: EnrollmentHistory;
  readonly registrations: RegistrationsState;
  readonly network: NetworkSettings;
  /** The person's home folder, which becomes `~`: it often holds their name. */
  readonly home: string;
  readonly nowMs: number;
}

/** Everything that helps to understand what happened, as text that a person can read before it leaves. */
export async function collectDiagnostics(sources: DiagnosticsSources): Promise<DiagnosticsReport> {
  const { info, enrollment, history, registrations, network, home, nowMs } = sources;
  const sections: readonly (readonly [title: string, lines: readonly string[]])[] = [
    ['Versions', versions(info)],
    ['Policy and network', describeNetwork(info.policy, network)],
    ['Enrollment', describeEnrollment(enrollment)],
    ['Checks before the code', describeChecks(history.checks)],
    ['States', describeHistory(history, nowMs)],
    ['Labs of this workstation', describeLabs(registrations)],
    ['Log', await readLogTail(info.logFile)],
  ];
  const body = sections.map(([title, lines]) => {
    const shown = lines.length === 0 ? ['none'] : lines;
    return [title, ...shown.map((line) => `  ${line}`)].join('\n');
  });
  const head = `Onbench diagnostics, ${new Date(nowMs).toISOString()}`;
  const { text, count } = blankSecrets([head, ...body].join('\n\n'));
  return { text: `${shortenHome(text, home)}\n`, blanked: count };
}

function versions({ version, trialHome, keyringService, hostname }: AppInfo): readonly string[] {
  const { electron, chrome, node } = process.versions;
  return [
    `Onbench ${version}${trialHome === null ? '' : ', trial'}`,
    `Electron ${electron ?? 'none'}, Chromium ${chrome ?? 'none'}, Node ${node}`,
    `System: ${process.platform} ${release()} ${process.arch}`,
    `Host name: ${hostname}`,
    `Keyring service: ${keyringService}`,
  ];
}

/** Whole path parts only: `/home/te` must leave `/home/tess` alone. */
function shortenHome(text: string, home: string): string {
  // Windows paths stand in JSON with their backslashes doubled.
  const spellings = [JSON.stringify(home).slice(1, -1), home];
  return spellings.reduce((shortened, spelling) => {
    const literal = spelling.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    return shortened.replace(new RegExp(`${literal}(?![\\w.-])`, 'g'), '~');
  }, text);
}
