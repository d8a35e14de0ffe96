import type { EnrollmentDay } from '@onbench/protocol/enrollment-day-api';
import { CircleCheck, Clock } from 'lucide-react';
import type { ServerClock } from '../api/server-clock.ts';
import { formatHours } from '../format-time.ts';
import { ForeignText } from '../parts/foreign-text.tsx';
import { TimeLeft } from '../parts/time-left.tsx';
import { Fingerprint } from '../review/fingerprint.tsx';
import { DAY_STATES, describeProgress } from './enrollment-day-copy.ts';

interface DayCardProps {
  readonly day: EnrollmentDay;
  readonly clock: ServerClock;
  readonly onApprove: () => void;
  readonly onWithdraw: () => void;
}

/** One day: how far it is, what waits and what is done. */
export function DayCard({ day, clock, onApprove, onWithdraw }: DayCardProps) {
  const title = `day-${day.id}`;
  return (
    <article className="card day-card stack" aria-labelledby={title}>
      <div className="section-head">
        <div className="stack-tight">
          <h2 id={title}>
            {day.lab}{' '}
            <span className={day.state === 'open' ? 'badge active' : 'badge'}>
              {DAY_STATES[day.state]}
            </span>
          </h2>
          <p className="quiet">
            {formatHours(Date.parse(day.starts_at), Date.parse(day.ends_at))}, from{' '}
            <span className="code">{day.networks.join(', ')}</span>
          </p>
        </div>
        <div className="day-buttons">
          <button type="button" className="button" onClick={onWithdraw}>
            Withdraw…
          </button>
          {day.state === 'open' && (
            <button type="button" className="button primary" onClick={onApprove}>
              Approve by code
            </button>
          )}
        </div>
      </div>
      <p className="progress" role="status">
        {describeProgress(day)}
      </p>
      <Requests day={day} clock={clock} />
    </article>
  );
}

function Requests({ day, clock }: Pick<DayCardProps, 'day' | 'clock'>) {
  if (day.waiting.length === 0 && day.done.length === 0) {
    return <p className="quiet">No machine has asked yet. They appear here by themselves.</p>;
  }
  return (
    <ul className="day-requests">
      {day.waiting.map(({ id, hostname, key_fingerprint, expires_at }) => (
        <li key={id}>
          <Clock size={18} aria-hidden />
          <ForeignText className="strong" text={hostname} />
          {key_fingerprint && <Fingerprint text={key_fingerprint} />}
          <span className="quiet">
            waits, <TimeLeft until={expires_at} clock={clock} />
          </span>
        </li>
      ))}
      {day.done.map(({ hostname, key_fingerprint }) => (
        <li key={`${hostname} ${key_fingerprint}`} className="done">
          <CircleCheck size={18} aria-hidden />
          <ForeignText text={hostname} />
          {key_fingerprint && <Fingerprint text={key_fingerprint} />}
          <span className="quiet">approved</span>
        </li>
      ))}
    </ul>
  );
}
