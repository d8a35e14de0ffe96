import { ShieldAlert } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import type { HostKeyQuestion } from '../../../shared/enrollment.ts';
import { Facts } from './facts.tsx';
import { Fingerprint } from './fingerprint.tsx';

/** Only a person can tell a new server from an impostor: the safe answer comes first (security.md S04). */
export function HostKeyQuestionCard({ question }: { question: HostKeyQuestion }): ReactNode {
  const { answerHostKey } = window.onbench.enrollment;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <div className="card stack question" role="alertdialog" aria-labelledby="host-key-question">
      <h2 id="host-key-question" ref={heading} tabIndex={-1}>
        <ShieldAlert size={20} aria-hidden="true" />
        The git host’s key has changed
      </h2>
      <p>
        <code>{question.host}</code> shows another key than the one this workstation trusted before.
        Ask your administrator whether the new fingerprint is right before you trust it.
      </p>
      <Facts
        facts={[
          ['Trusted before', <Fingerprint key="known" text={question.knownFingerprint} />],
          ['Shown now', <Fingerprint key="offered" text={question.offeredFingerprint} />],
        ]}
      />
      <div className="actions">
        <button type="button" className="button" onClick={() => void answerHostKey(false)}>
          Stop
        </button>
        <button type="button" className="button danger" onClick={() => void answerHostKey(true)}>
          Trust the new key
        </button>
      </div>
    </div>
  );
}
