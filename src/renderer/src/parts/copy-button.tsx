import { Check, Copy } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';

const FEEDBACK_MS = 2_000;

/** A button that asks main to copy something and says "Copied" for a moment. The text itself never passes through. */
export function CopyButton(props: { label: string; copy: () => Promise<void> }): ReactNode {
  const [timesCopied, setTimesCopied] = useState(0);
  const [copied, setCopied] = useState(false);

  useEffect(() => {
    if (timesCopied === 0) return;
    setCopied(true);
    const timer = setTimeout(() => setCopied(false), FEEDBACK_MS);
    return () => clearTimeout(timer);
  }, [timesCopied]);

  return (
    <button
      type="button"
      className="button copy-button"
      onClick={() => void props.copy().then(() => setTimesCopied((times) => times + 1))}
    >
      <span className="copy-face" aria-hidden={copied} data-shown={!copied}>
        <Copy size={16} aria-hidden="true" />
        {props.label}
      </span>
      <span className="copy-face copied" aria-hidden={!copied} data-shown={copied}>
        <Check size={16} aria-hidden="true" />
        Copied
      </span>
    </button>
  );
}
