import { fingerprintGroups } from '@onbench/protocol/fingerprint-groups';
import type { ReactNode } from 'react';

/** A key fingerprint as the approval page shows it, too. The gaps are style: copied, it is the fingerprint as it is. */
export function Fingerprint({ text }: { text: string }): ReactNode {
  const { hashName, groups } = fingerprintGroups(text);
  return (
    <code className="fingerprint">
      <span className="hash-name">{hashName}</span>
      {groups.map((group, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the groups of one text never move, and some may be equal.
        <span key={index}>{group}</span>
      ))}
    </code>
  );
}
