import { createHmac } from 'node:crypto';
import {
  knownHostsName,
  parseKnownHostsLine,
  type SshHostAlias,
} from '@onbench/protocol/ssh-host-alias';
import { parseSshPublicKey, type SshPublicKey } from '@onbench/protocol/ssh-public-key';

/** What known_hosts needs so that it trusts a host's key. Texts are byte text. */
export type KnownHostsPlan =
  | { readonly kind: 'already-present' }
  | { readonly kind: 'appended'; readonly text: string }
  /** Another key of the same type is trusted: `text` replaces it and needs a person's consent (security.md S04). */
  | { readonly kind: 'key-differs'; readonly knownFingerprint: string; readonly text: string };

type Entry = Pick<SshHostAlias, 'host' | 'port' | 'knownHostsLine'>;

interface KnownHostsLine {
  readonly text: string;
  /** Set where the line gives this host a key of the offered type. */
  readonly key: SshPublicKey | null;
}

export function planKnownHosts(text: string, entry: Entry): KnownHostsPlan {
  const offered = offeredKey(entry);
  const name = knownHostsName(entry.host, entry.port);
  const lines = text.split('\n').map((line) => readLine(line, name, offered.type));
  const rivals = lines.flatMap(({ key }) => (key ? [key] : []));
  if (rivals.some((key) => key.blob === offered.blob)) return { kind: 'already-present' };
  const [known] = rivals;
  if (!known) return { kind: 'appended', text: append(text, entry.knownHostsLine) };
  return {
    kind: 'key-differs',
    knownFingerprint: known.fingerprint,
    text: replaceRivals(lines, name, entry.knownHostsLine),
  };
}

export function offeredKey(entry: Entry): SshPublicKey {
  const key = parseKnownHostsLine(entry.knownHostsLine, entry.host, entry.port);
  if (!key) throw new Error('the known_hosts line was not checked');
  return key;
}

function readLine(text: string, name: string, keyType: string): KnownHostsLine {
  // A line with a marker (`@revoked`) has its names in second place, so it never matches here and stays as it is.
  const [names = '', type, blob] = text.match(/[^ \t\r]+/g) ?? [];
  if (!names.split(',').some((candidate) => isName(candidate, name))) return { text, key: null };
  const key = parseSshPublicKey(`${type} ${blob}`);
  return { text, key: key?.type === keyType ? key : null };
}

function isName(candidate: string, name: string): boolean {
  const [, salt, hash] = /^\|1\|([^|]+)\|([^|]+)$/.exec(candidate) ?? [];
  if (salt === undefined) return candidate.toLowerCase() === name.toLowerCase();
  // HashKnownHosts: HMAC-SHA1 of the name under the salt (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT).
  const hmac = createHmac('sha1', Buffer.from(salt, 'base64')).update(name.toLowerCase());
  return hmac.digest('base64') === hash;
}

function append(text: string, line: string): string {
  return `${text}${text === '' || text.endsWith('\n') ? '' : '\n'}${line}\n`;
}

/** Our line takes the place of the first rival; the others go, since each of them would still be trusted. */
function replaceRivals(lines: readonly KnownHostsLine[], name: string, ours: string): string {
  let placed = false;
  const kept = lines.flatMap(({ text, key }) => {
    if (!key) return [text];
    const others = withoutName(text, name);
    const mine = placed ? [] : [ours];
    placed = true;
    return others === null ? mine : [...mine, others];
  });
  return kept.join('\n');
}

/** The line for the other hosts that it lists, or null when it lists none. */
function withoutName(line: string, name: string): string | null {
  const [, indent = '', names = '', rest = ''] = /^([ \t]*)([^ \t]+)(.*)$/s.exec(line) ?? [];
  const others = names.split(',').filter((candidate) => !isName(candidate, name));
  return others.length === 0 ? null : `${indent}${others.join(',')}${rest}`;
}
