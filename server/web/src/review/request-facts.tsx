import type { GrantSummary } from '@onbench/protocol/approval-api';
import { CalendarCheck, MonitorCheck, MonitorUp } from 'lucide-react';
import type { LookedUpGrant } from '../api/approval-client.ts';
import { PLATFORM_WORDS, REQUESTER_WORDS } from '../copy.ts';
import { Age } from '../parts/age.tsx';
import { ForeignText } from '../parts/foreign-text.tsx';
import { TimeLeft } from '../parts/time-left.tsx';

const LONG_NAME = 60;

/** What asks, as far as it and the network tell. All of it is somebody else's text: shown, never interpreted. */
export function RequestFacts({ found }: { readonly found: LookedUpGrant }) {
  const { grant, clock } = found;
  return (
    <section className="card request stack" aria-label="The request">
      <div className="stack-tight">
        <p className="quiet">{REQUESTER_WORDS[grant.dialect]}</p>
        <h2 className={grant.hostname.length > LONG_NAME ? 'host-name long' : 'host-name'}>
          <ForeignText text={grant.hostname} />
        </h2>
        {grant.dialect === 'pychron' && (
          <p className="quiet">
            <ClientSoftware client={grant.client} />
          </p>
        )}
      </div>
      <dl className="facts">
        <dt>Asks from</dt>
        <dd>
          <ForeignText className="code" text={grant.requested_from} />,{' '}
          <Age since={grant.created_at} clock={clock} />
        </dd>
        <dt>Time left</dt>
        <dd>
          <TimeLeft until={grant.expires_at} clock={clock} />
        </dd>
        <Announcement grant={grant} />
        {grant.dialect === 'pychron' && (
          <>
            <dt>Enrollment</dt>
            <dd>
              <Known known={grant.known_workstation} />
            </dd>
          </>
        )}
      </dl>
    </section>
  );
}

/** Who expects it. Nothing where no lab of this administrator announces what it expects. */
function Announcement({ grant }: { readonly grant: GrantSummary }) {
  const { expected, reason_needed_in } = grant;
  if (expected.length === 0 && reason_needed_in.length === 0) return null;
  return (
    <>
      <dt>Announced</dt>
      <dd>
        {expected.length === 0 && 'By nobody'}
        {expected.map(({ lab, announced_by }) => (
          <span key={lab} className="known expected">
            <CalendarCheck size={18} aria-hidden />
            <span>
              Expected in {lab}, says <ForeignText text={announced_by} />
            </span>
          </span>
        ))}
      </dd>
    </>
  );
}

function ClientSoftware({ client }: Pick<GrantSummary, 'client'>) {
  const software = [client.name, client.version].filter(Boolean).join(' ');
  const platform = client.platform && (PLATFORM_WORDS[client.platform] ?? client.platform);
  if (!software && !platform) return 'It does not say which system and app it runs.';
  return (
    <>
      {software && <ForeignText text={software} />}
      {software && platform && ' on '}
      {platform && <ForeignText text={platform} />}
    </>
  );
}

function Known({ known }: { readonly known: boolean }) {
  return known ? (
    <span className="known">
      <MonitorCheck size={18} aria-hidden />
      <span>Re-enrollment: this name was enrolled before</span>
    </span>
  ) : (
    <span className="known">
      <MonitorUp size={18} aria-hidden />
      <span>New machine: first under this name</span>
    </span>
  );
}
