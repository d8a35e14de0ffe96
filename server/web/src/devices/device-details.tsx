import type { DeviceToken } from '@onbench/protocol/admin-api';
import { Fragment } from 'react';
import { Dialog } from '../parts/dialog.tsx';
import { FailureNotice } from '../parts/failure-notice.tsx';
import { ForeignText } from '../parts/foreign-text.tsx';
import { Day } from '../parts/moment.tsx';
import { Fingerprint } from '../review/fingerprint.tsx';
import { OWN_DEVICE, STATE_WORDS, softwareOf } from './device-words.ts';
import type { DevicesFlow } from './devices-flow.ts';
import type { DeviceTask } from './devices-state.ts';
import { StateBadge } from './state-badge.tsx';

interface DeviceDetailsProps {
  readonly flow: DevicesFlow;
  readonly task: Extract<DeviceTask, { kind: 'details' }>;
}

/** All that is known of one device, and every token that it has or had. */
export function DeviceDetails({ flow, task }: DeviceDetailsProps) {
  const { device, tokens, failure } = task;
  return (
    <Dialog title={<ForeignText text={device.name} />} wide onClose={() => flow.close()}>
      <p>
        <StateBadge state={device.state} />{' '}
        <span className="quiet">{STATE_WORDS[device.state].meaning}</span>
      </p>
      <DeviceFacts device={device} />
      <FailureNotice failure={failure} />
      {tokens && <Tokens tokens={tokens} />}
      <div className="dialog-buttons">
        {device.state !== 'revoked' && (
          <button
            type="button"
            className="button danger"
            onClick={() => flow.startRevoke([device])}
          >
            Revoke…
          </button>
        )}
        <button type="button" className="button" onClick={() => flow.startRename(device)}>
          Rename…
        </button>
        <button type="button" className="button primary" onClick={() => flow.close()}>
          Close
        </button>
      </div>
    </Dialog>
  );
}

function DeviceFacts({ device }: Pick<DeviceDetailsProps['task'], 'device'>) {
  const facts: readonly (readonly [name: string, text: string | null])[] = [
    ['Host', device.hostname],
    ['Technician', device.technician_email],
    ['Software', softwareOf(device) || null],
    ['Address', device.address],
  ];
  return (
    <dl className="facts">
      <dt>Lab</dt>
      <dd>{device.lab ?? OWN_DEVICE}</dd>
      {facts.map(
        ([name, text]) =>
          text && (
            <Fragment key={name}>
              <dt>{name}</dt>
              <dd>
                <ForeignText text={text} />
              </dd>
            </Fragment>
          ),
      )}
      <dt>First seen</dt>
      <dd>
        <Day at={device.first_seen_at} />
      </dd>
      <dt>Last seen</dt>
      <dd>
        <Day at={device.last_seen_at} never="Not yet" />
      </dd>
      {device.key_fingerprint && (
        <>
          <dt>Key fingerprint</dt>
          <dd>
            <Fingerprint text={device.key_fingerprint} />
          </dd>
        </>
      )}
    </dl>
  );
}

function Tokens({ tokens }: { readonly tokens: readonly DeviceToken[] }) {
  return (
    <section className="stack-tight" aria-label="Tokens">
      <h3>{tokens.length === 1 ? 'Its token' : `Its ${tokens.length} tokens`}</h3>
      <ul className="tokens">
        {tokens.map((token) => (
          <li key={token.id}>
            <p>
              <StateBadge state={token.state} />{' '}
              <span className="quiet">
                issued <Day at={token.created_at} />, last used{' '}
                <Day at={token.last_used_at} never="never" />,{' '}
                {token.revoked_at === null ? (
                  <>
                    expires <Day at={token.expires_at} never="never" />
                  </>
                ) : (
                  <>
                    revoked <Day at={token.revoked_at} />
                  </>
                )}
              </span>
            </p>
            <p className="code token-scopes">{token.scopes.join(' ')}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}
