import { FolderCheck, GitBranch } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { REFUSALS } from '../../../shared/copy/registration-copy.ts';
import { registrationFailureWords } from '../../../shared/copy/registration-failure-copy.ts';
import type {
  LabRegistration,
  LabRepository,
  RegistrationFailure,
  RegistrationRefusal,
} from '../../../shared/registrations.ts';
import type { Result } from '../../../shared/result.ts';
import type { Request } from './use-request.ts';

type Listing = Result<readonly LabRepository[], RegistrationRefusal | RegistrationFailure>;

interface RepositoriesProps {
  readonly lab: LabRegistration;
  readonly busy: boolean;
  readonly request: Request;
}

/** The lab's repositories: those that are here, and the others on request, since that asks the server. */
export function Repositories({ lab, busy, request }: RepositoriesProps): ReactNode {
  const [listing, setListing] = useState<Listing | 'asking' | null>(null);
  const list = async () => {
    setListing('asking');
    setListing(await window.onbench.registrations.listRepositories(lab.lab));
  };
  const listed = listing !== null && listing !== 'asking' && listing.ok ? listing.value : null;
  return (
    <div className="stack tight">
      {listed ? (
        <RepositoryList lab={lab} repositories={listed} busy={busy} request={request} />
      ) : (
        <ClonedHere lab={lab} />
      )}
      {listing !== null && listing !== 'asking' && !listing.ok && (
        <ListingProblem failure={listing.failure} />
      )}
      <button
        type="button"
        className={listed ? 'link-button look-again' : 'button list-repositories'}
        disabled={listing === 'asking' || busy}
        onClick={() => void list()}
      >
        {listing === 'asking' ? 'Asking the server …' : LIST_LABELS[listed ? 'again' : 'first']}
      </button>
    </div>
  );
}

const LIST_LABELS = { first: 'Show the lab’s repositories', again: 'Look again' };

function ClonedHere({ lab: { clones } }: { lab: LabRegistration }): ReactNode {
  if (clones.length === 0)
    return <p className="quiet">None of the lab’s repositories is here yet.</p>;
  return (
    <ul className="repositories" aria-label="Repositories on this machine">
      {clones.map(({ repository, path }) => (
        <li key={path}>
          <FolderCheck size={18} aria-hidden="true" />
          <div className="repository-words">
            <p>{repository}</p>
            <code>{path}</code>
          </div>
        </li>
      ))}
    </ul>
  );
}

function RepositoryList(props: RepositoriesProps & { repositories: readonly LabRepository[] }) {
  const { lab, repositories, busy, request } = props;
  if (repositories.length === 0) {
    return <p className="quiet">The lab has no repositories for its workstations yet.</p>;
  }
  const here = new Set(lab.clones.map(({ path }) => path));
  return (
    <ul className="repositories" aria-label="The lab’s repositories">
      {repositories.map((entry) => (
        <li key={entry.repository} data-present={entry.isPresent || here.has(entry.path)}>
          {entry.isPresent || here.has(entry.path) ? (
            <FolderCheck size={18} aria-hidden="true" />
          ) : (
            <GitBranch size={18} aria-hidden="true" />
          )}
          <div className="repository-words">
            <p>
              {entry.repository}
              {entry.isMetadata && <span className="status-badge">Metadata</span>}
            </p>
            {entry.description !== '' && <p className="quiet">{entry.description}</p>}
            <code>{entry.path}</code>
          </div>
          {entry.isPresent || here.has(entry.path) ? (
            <span className="quiet here">Here</span>
          ) : (
            <button
              type="button"
              className="button"
              aria-label={`Clone ${entry.repository}`}
              disabled={busy}
              onClick={() =>
                void request(window.onbench.registrations.clone(lab.lab, entry.repository))
              }
            >
              Clone
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}

function ListingProblem({
  failure,
}: {
  failure: RegistrationRefusal | RegistrationFailure;
}): ReactNode {
  if (typeof failure === 'string') return <p role="alert">{REFUSALS[failure]}</p>;
  const { what, next } = registrationFailureWords(failure);
  return (
    <div className="notice warning" role="alert">
      <p>{what}</p>
      <p>{next}</p>
    </div>
  );
}
