import { hostSlug } from '../workstation/host-slug.ts';
import { createRunSsh } from '../workstation/run-ssh.ts';
import { workstationPaths } from '../workstation/workstation-paths.ts';
import type { LabContext } from './lab-context.ts';
import { LabStore } from './lab-store.ts';
import { Registrations, type RegistrationsOptions } from './registrations.ts';
import { createRunGit } from './run-git.ts';

export interface RegistrationsEnvironment
  extends Omit<RegistrationsOptions, 'context'>,
    Pick<LabContext, 'home' | 'keyring' | 'createClient' | 'clock' | 'wallTimeMs' | 'log'>,
    Partial<Pick<LabContext, 'runSsh' | 'runGit'>> {
  readonly hostname: string;
}

/** The labs of one home folder, with the system's ssh and git unless others are given. */
export function createRegistrations({
  chosenApiBaseUrl,
  notify,
  hostname,
  ...environment
}: RegistrationsEnvironment): Registrations {
  const slug = hostSlug(hostname);
  const paths = workstationPaths(environment.home, slug);
  return new Registrations({
    chosenApiBaseUrl,
    notify,
    context: {
      runSsh: createRunSsh(),
      runGit: createRunGit(),
      ...environment,
      hostSlug: slug,
      store: new LabStore(paths, chosenApiBaseUrl),
    },
  });
}
