import type { AuditRow } from '@onbench/protocol/audit';
import { formatMoment } from '../format-time.ts';
import { ForeignText } from '../parts/foreign-text.tsx';
import { describeActor, describeEvent, KIND_LABELS, KIND_TONES } from './audit-copy.ts';

interface AuditListProps {
  readonly events: readonly AuditRow[];
  readonly busy: boolean;
  /** Looks for all that an id stands in. */
  readonly onFind: (id: string) => void;
}

export function AuditList({ events, busy, onFind }: AuditListProps) {
  if (events.length === 0) {
    return (
      <p role="status" className="card quiet audit-empty">
        {busy ? 'Loading…' : 'No event matches. Search for less, or for a longer time.'}
      </p>
    );
  }
  return (
    <div className="card audit-table" aria-busy={busy}>
      <table>
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col">What</th>
            <th scope="col">Who</th>
            <th scope="col">Lab</th>
          </tr>
        </thead>
        <tbody>
          {events.map((event) => (
            <EventRow key={event.id} event={event} onFind={onFind} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface EventProps extends Pick<AuditListProps, 'onFind'> {
  readonly event: AuditRow;
}

function EventRow({ event, onFind }: EventProps) {
  const { at, kind, lab, address } = event;
  const timeMs = Date.parse(at);
  return (
    <tr>
      <td className="audit-when">
        <time dateTime={at} title={formatMoment(timeMs)}>
          <span>{day.format(timeMs)}</span> <span>{time.format(timeMs)}</span>
        </time>
      </td>
      <td>
        <p className={`audit-kind ${KIND_TONES[kind] ?? ''}`}>{KIND_LABELS[kind]}</p>
        <p>{describeEvent(event)}</p>
        <Subjects event={event} onFind={onFind} />
      </td>
      <td className="audit-who">
        <p>{describeActor(event)}</p>
        {address !== null && (
          <p className="quiet">
            from <ForeignText className="code" text={address} />
          </p>
        )}
      </td>
      <td className="audit-lab">{lab ?? <span className="quiet">no lab</span>}</td>
    </tr>
  );
}

/** What else was told of the same: each id narrows the list down to it. */
function Subjects({ event, onFind }: EventProps) {
  const { grant_id, credential_id, device_id, facts } = event;
  const subjects = [
    ['request', grant_id],
    ['token', credential_id],
    ['device', device_id],
    ['key', facts.key_fingerprint],
  ].filter((subject): subject is [string, string] => typeof subject[1] === 'string');
  if (subjects.length === 0) return null;
  return (
    <p className="audit-subjects">
      {subjects.map(([name, id]) => (
        <button key={name} type="button" className="link" title={id} onClick={() => onFind(id)}>
          All of this {name}
        </button>
      ))}
    </p>
  );
}

const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
const time = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });
