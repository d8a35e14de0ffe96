import { hostname } from 'node:os';
import { app } from 'electron';
import type { PolicyFacts } from '../shared/policy.ts';
import type { AppInfo } from '../shared/preferences.ts';
import { logFileIn } from './diagnostics/log.ts';
import { keyringServiceFor } from './keyring-service.ts';

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
    keyringService: keyringServiceFor(trialHome),
    logFile: logFileIn(logFolder),
    hostname: hostname(),
    policy,
  };
}
