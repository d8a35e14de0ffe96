import { parseSshPublicKey } from '@onbench/protocol/ssh-public-key';
import ssh2, { type AuthContext, type PublicKeyAuthContext } from 'ssh2';

/** The one user name, as in every git URL over ssh and in the config block of protocol.md section 4. */
const USERNAME = 'git';

/** What became of one authentication request. */
export type Authentication =
  | { readonly kind: 'refused' }
  /** A known key without a signature: the client is told to sign. */
  | { readonly kind: 'offered' }
  | { readonly kind: 'proved'; readonly fingerprint: string };

/**
 * Answers one authentication request: public keys only (RFC 4252 section 7).
 * A signature is checked whether or not the key is known, so that the time taken does not tell which.
 */
export function authenticate(
  context: AuthContext,
  isKnown: (fingerprint: string) => boolean,
): Authentication {
  if (context.method !== 'publickey') return refuse(context);
  const { algo, data } = context.key;
  const key = parseSshPublicKey(`${algo} ${data.toString('base64')}`);
  const isSigned = context.signature !== undefined;
  const isGenuine = !isSigned || hasValidSignature(context);
  if (!key || !isGenuine || !isKnown(key.fingerprint) || context.username !== USERNAME) {
    return refuse(context);
  }
  context.accept();
  return isSigned ? { kind: 'proved', fingerprint: key.fingerprint } : { kind: 'offered' };
}

function refuse(context: AuthContext): Authentication {
  context.reject(['publickey']);
  return { kind: 'refused' };
}

function hasValidSignature({ key, blob, signature, hashAlgo }: PublicKeyAuthContext): boolean {
  const parsed = ssh2.utils.parseKey(key.data);
  if (parsed instanceof Error || Array.isArray(parsed)) return false;
  if (blob === undefined || signature === undefined || parsed.type !== key.algo) return false;
  // `verify` may also return an Error, which is truthy.
  return parsed.verify(blob, signature, hashAlgo) === true;
}
