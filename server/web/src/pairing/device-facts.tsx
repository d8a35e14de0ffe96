import { ForeignText } from '../parts/foreign-text.tsx';
import { TimeLeft } from '../parts/time-left.tsx';
import type { WaitingDevice } from './pairing-client.ts';

/** What asks, as it describes itself. All of it is somebody else's text: shown, never interpreted. */
export function DeviceFacts({ found }: { readonly found: WaitingDevice }) {
  const { pending, clock } = found;
  return (
    <section className="card request stack" aria-label="The request">
      <div className="stack-tight">
        <p className="quiet">A device that calls itself</p>
        <h2 className="host-name">
          <ForeignText text={pending.name} />
        </h2>
      </div>
      <dl className="facts">
        <dt>App</dt>
        <dd>
          <ForeignText text={[pending.client, pending.client_version].filter(Boolean).join(' ')} />
        </dd>
        <dt>Platform</dt>
        <dd>{pending.platform ? <ForeignText text={pending.platform} /> : 'Not said'}</dd>
        <dt>Time left</dt>
        <dd>
          <TimeLeft until={pending.expires_at} clock={clock} />
        </dd>
      </dl>
    </section>
  );
}
