import { Eye, EyeOff } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { CopyButton } from './copy-button.tsx';

const MASK = '•'.repeat(32);

/** The token, masked until asked for. It lives in this component only, and only while it is shown (security.md K04). */
export function RecoveryToken({
  lab,
  keyringService,
}: {
  lab: string;
  keyringService: string;
}): ReactNode {
  const [token, setToken] = useState<string | null>(null);
  const [gone, setGone] = useState(false);

  const show = async () => {
    const revealed = await window.onbench.recovery.revealToken();
    setToken(revealed);
    setGone(revealed === null);
  };

  return (
    <div className="stack tight">
      <div className="token" data-shown={token !== null}>
        {token === null ? (
          <code role="img" aria-label="Token, hidden">
            {MASK}
          </code>
        ) : (
          <code>{token}</code>
        )}
      </div>
      <div className="actions">
        {token === null ? (
          <button type="button" className="button" onClick={() => void show()}>
            <Eye size={16} aria-hidden="true" />
            Show token
          </button>
        ) : (
          <button type="button" className="button" onClick={() => setToken(null)}>
            <EyeOff size={16} aria-hidden="true" />
            Hide token
          </button>
        )}
        <CopyButton label="Copy token" copy={window.onbench.recovery.copyToken} />
      </div>
      <p className="hint quiet">
        {gone
          ? 'The token is no longer here.'
          : 'A copied token is cleared from the clipboard after 45 seconds.'}
      </p>
      <p className="hint quiet">
        To add it to a keyring by hand, use service <code>{keyringService}</code> and account{' '}
        <code>{lab}</code>.
      </p>
    </div>
  );
}
