import { hostname } from 'node:os';
import { app } from 'electron';
import type { PolicyFacts } from '../shared/policy.ts';
import type { AppInfo } from '../shared/preferences.ts';
import { logFileIn } from './diagnostics/log.ts';

/** Fixed: the lab's software looks there (protocol.md section 4). A trial keeps away from it. */
const KEYRING_SERVICE = 'pychron.cloud';
const TRIAL_KEYRING_SERVICE = 'pychron.cloud (trial)';

/** The facts about this run that the window shows and the log begins with. */
export function describeRun(
  trialHome: string | null,
  logFolder: string,
  policy: PolicyFacts,
): AppInfo {
  return {
    version: app.getVersion(),
    platform: process.platform,
    trialHome,
    keyringService: trialHome === null ? KEYRING_SERVICE : TRIAL_KEYRING_SERVICE,
    logFile: logFileIn(logFolder),
    hostname: hostname(),
    policy,
  };
}
