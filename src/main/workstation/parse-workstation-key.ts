import type { Secret } from '@onbench/protocol/secret';
import { parseSshPublicKey } from '@onbench/protocol/ssh-public-key';
import sshpk from 'sshpk';
import type { WorkstationKey } from './workstation.ts';

/** The pair of an OpenSSH private key, or null when the text is none. */
export function parseWorkstationKey(privateKey: Secret): WorkstationKey | null {
  try {
    const parsed = sshpk.parsePrivateKey(privateKey.reveal(), 'openssh');
    const publicHalf = parsed.toPublic();
    publicHalf.comment = parsed.comment ?? '';
    const publicKeyLine = publicHalf.toString('ssh');
    const { fingerprint } = parseSshPublicKey(publicKeyLine) ?? {};
    return fingerprint === undefined ? null : { publicKeyLine, fingerprint, privateKey };
  } catch {
    // sshpk throws on whatever it cannot read.
    return null;
  }
}
