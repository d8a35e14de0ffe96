import { CircleCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import type { EnrolledFiles, StateOf } from '../../../shared/enrollment.ts';
import type { AppInfo } from '../../../shared/preferences.ts';
import { cloneCommand } from '../clone-command.ts';
import { ConfigBlock } from '../parts/config-block.tsx';
import { Disclosure } from '../parts/disclosure.tsx';
import { type Fact, Facts } from '../parts/facts.tsx';
import { Fingerprint } from '../parts/fingerprint.tsx';
import { ProofList } from '../parts/proof-list.tsx';
import { ViewHeading } from '../parts/view-heading.tsx';

type Enrolled = StateOf<'enrolled'>;

const TOKEN_PLACES: Record<Enrolled['tokenKeptIn'], string> = {
  keyring: 'In this machine’s keyring',
  'by-hand': 'Where you stored it',
};

export function EnrolledView({ state, info }: { state: Enrolled; info: AppInfo }): ReactNode {
  const command = cloneCommand(state, info.trialHome !== null);
  return (
    <section className="view wide">
      <div className="outcome">
        <CircleCheck className="outcome-icon" size={36} strokeWidth={1.75} aria-hidden="true" />
        <div className="outcome-words">
          <ViewHeading>Enrolled as {state.lab}</ViewHeading>
          <p className="quiet">This workstation has its own SSH key and API token.</p>
        </div>
        <div className="actions">
          <button
            type="button"
            className="button"
            onClick={() => void window.onbench.enrollment.start(state.apiBaseUrl)}
          >
            Enroll again
          </button>
          <button
            type="button"
            className="button primary"
            onClick={() => void window.onbench.enrollment.dismiss()}
          >
            Done
          </button>
        </div>
      </div>
      <div className="card sections">
        {command !== null && (
          <Section title="Next step">
            <div className="stack tight">
              <p>Get your lab’s repository. Run this in a terminal:</p>
              <code className="command">{command}</code>
            </div>
          </Section>
        )}
        <Section title="Checks">
          <ProofList proofs={state.proofs} />
        </Section>
        <Section title="Access">
          <div className="stack">
            <Facts facts={accessFacts(state)} />
            {state.unusedApiBaseUrl !== null && <UnusedApi url={state.unusedApiBaseUrl} />}
          </div>
        </Section>
        <Section title="Files">
          <div className="stack tight">
            <Facts facts={fileFacts(state.files)} />
            {state.sshConfigBlock !== null && (
              <Disclosure summary="The lines in your SSH config">
                <ConfigBlock text={state.sshConfigBlock} />
              </Disclosure>
            )}
          </div>
        </Section>
      </div>
    </section>
  );
}

function UnusedApi({ url }: { url: string }): ReactNode {
  return (
    <p className="notice warning">
      The server named another API address, <code>{url}</code>. It is not used: the token goes only
      to the address that you chose.
    </p>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }): ReactNode {
  return (
    <div className="section">
      <h2>{title}</h2>
      {children}
    </div>
  );
}

function accessFacts({ sshHost, keyFingerprint, tokenKeptIn, apiBaseUrl }: Enrolled): Fact[] {
  return [
    ...(sshHost
      ? ([
          ['SSH alias', sshHost.alias],
          ['Git host', `${sshHost.host}:${sshHost.port}`],
        ] as const)
      : []),
    ['Key fingerprint', <Fingerprint key="fingerprint" text={keyFingerprint} />],
    ['Token', <span key="token">{TOKEN_PLACES[tokenKeptIn]}</span>],
    ['API', apiBaseUrl],
  ];
}

function fileFacts(files: EnrolledFiles): Fact[] {
  return [
    ['Private key', files.privateKey],
    ['Public key', files.publicKey],
    ['Registration', files.registration],
    ...(files.knownHosts === null ? [] : ([['Known hosts', files.knownHosts]] as const)),
    ...(files.sshConfig === null ? [] : ([['SSH config', files.sshConfig]] as const)),
    ...(files.databaseKey === null ? [] : ([['Database key', files.databaseKey]] as const)),
  ];
}
