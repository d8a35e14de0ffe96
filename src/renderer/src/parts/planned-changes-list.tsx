import type { ReactNode } from 'react';
import { CONFIG_IN_THE_WAY, PLACES } from '../../../shared/copy/enrollment-copy.ts';
import {
  fileErrorCause,
  fileErrorRemedy,
  SSH_CONFIG_PROBLEMS,
} from '../../../shared/copy/failure-copy.ts';
import type { PlannedChanges, PlannedSshConfig } from '../../../shared/enrollment.ts';
import { ConfigBlock } from './config-block.tsx';
import { type Fact, Facts } from './facts.tsx';

/** Every file that an approval changes on this machine, and the very block that goes into the ssh config. */
export function PlannedChangesList({ changes }: { changes: PlannedChanges }): ReactNode {
  return (
    <>
      <Facts facts={fileFacts(changes.files)} />
      <SshConfigPreview planned={changes.sshConfig} />
    </>
  );
}

function fileFacts(files: PlannedChanges['files']): Fact[] {
  return [
    ['New SSH key', files.privateKey],
    ['Its public half', files.publicKey],
    ['Pinned git host', files.knownHosts],
    ['Registration', files.registration],
    ['SSH config', files.sshConfig],
    ['Token', <span key="token">In this machine’s keyring, in no file</span>],
  ];
}

function SshConfigPreview({ planned }: { planned: PlannedSshConfig }): ReactNode {
  switch (planned.kind) {
    case 'block':
      return (
        <div className="stack tight">
          <p>{PLACES[planned.place]}</p>
          <ConfigBlock text={planned.block} />
        </div>
      );
    case 'conflict': {
      const { what, mend } = SSH_CONFIG_PROBLEMS[planned.problem](planned.line);
      return <p className="notice warning">{`${what} ${mend} ${CONFIG_IN_THE_WAY}`}</p>;
    }
    case 'unusable':
      return (
        <p className="notice warning">
          The SSH config cannot be changed. {fileErrorCause(planned.code)}{' '}
          {fileErrorRemedy(planned.code)} {CONFIG_IN_THE_WAY}
        </p>
      );
  }
}
