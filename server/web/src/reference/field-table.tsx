import type { ApiField } from './list-fields.ts';

interface FieldTableProps {
  readonly label: string;
  readonly fields: readonly ApiField[];
}

export function FieldTable({ label, fields }: FieldTableProps) {
  if (fields.length === 0) return null;
  return (
    <table className="table reference-fields" aria-label={label}>
      <tbody>
        {fields.map(({ name, type, required }) => (
          <tr key={`${name} ${type}`}>
            <th scope="row">
              <code>{name === '' ? 'the body' : name}</code>
            </th>
            <td>
              {type}
              {!required && <span className="quiet"> · optional</span>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
