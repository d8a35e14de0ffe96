import type { GrantSummary } from '@onbench/protocol/approval-api';
import { MonitorCheck, MonitorUp } from 'lucide-react';
import type { LookedUpGrant } from '../api/approval-client.ts';
import { PLATFORM_WORDS } from '../copy.ts';
import { Age } from '../parts/age.tsx';
import { TimeLeft } from '../parts/time-left.tsx';

/** What asks, as far as it and the network tell. All of it is somebody else's text: shown, never interpreted. */
export function RequestFacts({ found }: { readonly found: LookedUpGrant }) {
  const { grant, clock } = found;
  return (
    <section className="card stack" aria-label="The request">
      <div className="stack-tight">
        <p className="quiet">A workstation that calls itself</p>
        <h2 className="host-name">
          <bdi>{grant.hostname}</bdi>
        </h2>
        <p className="quiet">
          <ClientSoftware client={grant.client} />
        </p>
      </div>
      <dl className="facts">
        <dt>Asks from</dt>
        <dd>
          <bdi className="code">{grant.requested_from}</bdi>,{' '}
          <Age since={grant.created_at} clock={clock} />
        </dd>
        <dt>Time left</dt>
        <dd>
          <TimeLeft until={grant.expires_at} clock={clock} />
        </dd>
        <dt>Known here</dt>
        <dd>
          <Known known={grant.known_workstation} />
        </dd>
      </dl>
    </section>
  );
}

function ClientSoftware({ client }: Pick<GrantSummary, 'client'>) {
  const software = [client.name, client.version].filter(Boolean).join(' ');
  const platform = client.platform && (PLATFORM_WORDS[client.platform] ?? client.platform);
  if (!software && !platform) return 'It does not say which system and app it runs.';
  return (
    <>
      {software && <bdi>{software}</bdi>}
      {software && platform && ' on '}
      {platform && <bdi>{platform}</bdi>}
    </>
  );
}

function Known({ known }: { readonly known: boolean }) {
  return known ? (
    <span className="known">
      <MonitorCheck size={18} aria-hidden />
      <span>Enrolled before: approving replaces its key</span>
    </span>
  ) : (
    <span className="known">
      <MonitorUp size={18} aria-hidden />
      <span>New: no workstation of this name yet</span>
    </span>
  );
}
