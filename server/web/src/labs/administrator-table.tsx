import type { AdministratorSummary } from '@onbench/protocol/admin-api';
import { ForeignText } from '../parts/foreign-text.tsx';
import { describeMayGrant } from './grant-words.ts';
import type { LabsFlow } from './labs-flow.ts';

interface AdministratorTableProps {
  readonly flow: LabsFlow;
  readonly administrators: readonly AdministratorSummary[];
  /** The e-mail address of whoever looks at it. */
  readonly self: string;
}

export function AdministratorTable({ flow, administrators, self }: AdministratorTableProps) {
  return (
    <div className="card table-card">
      <table className="table">
        <caption className="unseen">Administrators</caption>
        <thead>
          <tr>
            <th scope="col">Administrator</th>
            <th scope="col">Labs</th>
            <th scope="col" className="narrow-hides">
              May grant
            </th>
            <th scope="col">
              <span className="unseen">Change</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {administrators.map((administrator) => (
            <AdministratorRow
              key={administrator.id}
              flow={flow}
              administrator={administrator}
              isSelf={administrator.email === self}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface AdministratorRowProps {
  readonly flow: LabsFlow;
  readonly administrator: AdministratorSummary;
  readonly isSelf: boolean;
}

function AdministratorRow({ flow, administrator, isSelf }: AdministratorRowProps) {
  const { email, labs, may_grant, server_administrator } = administrator;
  return (
    <tr>
      <th scope="row">
        <ForeignText className="strong" text={email} />{' '}
        {isSelf && <span className="quiet">you</span>}
        {server_administrator && <span className="under">Looks after the server</span>}
      </th>
      <td>{labs.join(', ') || <span className="quiet">None</span>}</td>
      <td className="narrow-hides may-grant">{describeMayGrant(may_grant)}</td>
      <td className="row-buttons">
        <button
          type="button"
          className="button small"
          aria-label={`Change ${email}`}
          onClick={() => flow.startWith('change', administrator)}
        >
          Change…
        </button>
        <button
          type="button"
          className="button danger small"
          aria-label={`Remove ${email}`}
          onClick={() => flow.startWith('remove', administrator)}
        >
          Remove…
        </button>
      </td>
    </tr>
  );
}
