import type { LabSummary } from '@onbench/protocol/admin-api';
import { Day } from '../parts/moment.tsx';

export function LabTable({ labs }: { readonly labs: readonly LabSummary[] }) {
  if (labs.length === 0) {
    return (
      <div className="card empty">
        <p className="quiet">There is no lab yet. Add the first one to enroll machines into.</p>
      </div>
    );
  }
  return (
    <div className="card table-card">
      <table className="table">
        <caption className="unseen">Labs</caption>
        <thead>
          <tr>
            <th scope="col">Lab</th>
            <th scope="col">Devices</th>
            <th scope="col">Administrators</th>
            <th scope="col" className="narrow-hides">
              Since
            </th>
          </tr>
        </thead>
        <tbody>
          {labs.map((lab) => (
            <tr key={lab.name}>
              <th scope="row">{lab.name}</th>
              <td>{lab.devices}</td>
              <td>
                {lab.administrators || <span className="lacking">None: nobody can approve</span>}
              </td>
              <td className="narrow-hides">
                <Day at={lab.created_at} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
