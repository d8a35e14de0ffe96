import type { LabRepository, RegistrationFailure } from '../../shared/registrations.ts';
import { ok, type Result } from '../../shared/result.ts';
import { withTimeLimit } from '../enrollment/with-time-limit.ts';
import { clonePath } from './clone-repository.ts';
import { accessTo, type LabContext } from './lab-context.ts';
import { exists } from './write-durably.ts';

const LIST_LIMIT_MS = 15_000;

/** What the lab's workstations may clone, the metadata repository first. */
export async function listRepositories(
  context: LabContext,
  lab: string,
): Promise<Result<readonly LabRepository[], RegistrationFailure>> {
  const access = await accessTo(context, lab);
  if (!access.ok) return access;
  const { client, token } = access.value;
  const answers = await withTimeLimit(context.clock, LIST_LIMIT_MS, (signal) =>
    Promise.all([
      client.repositories(token, lab, signal),
      client.metadataRepository(token, lab, signal),
    ]),
  );
  if (answers === null) {
    return { ok: false, failure: { kind: 'server-unreachable', trouble: 'timed-out' } };
  }
  const [listed, metadata] = answers;
  if (!listed.ok) return listed;
  if (!metadata.ok) return metadata;
  const repositories = await Promise.all(
    listed.value.map(async ({ repository, description }): Promise<LabRepository> => {
      const isMetadata = repository === metadata.value;
      const path = clonePath(context.home, repository, isMetadata);
      return { repository, description, isMetadata, path, isPresent: await exists(path) };
    }),
  );
  return ok(repositories.sort((a, b) => Number(b.isMetadata) - Number(a.isMetadata)));
}
