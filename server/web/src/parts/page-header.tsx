import { LogOut } from 'lucide-react';
import { useRef, useState } from 'react';
import iconUrl from '../../../../resources/icon.svg';
import type { Failure } from '../api/failure.ts';
import { SIGN_OUT_FAILED } from '../copy.ts';
import { FailureNotice } from './failure-notice.tsx';
import { ForeignText } from './foreign-text.tsx';

interface PageHeaderProps {
  /** Null while nobody is signed in. */
  readonly email: string | null;
  readonly onSignOut: () => Promise<Failure | null>;
}

export function PageHeader({ email, onSignOut }: PageHeaderProps) {
  const [failure, setFailure] = useState<Failure | null>(null);
  const signingOut = useRef(false);
  async function signOut() {
    if (signingOut.current) return;
    signingOut.current = true;
    setFailure(null);
    setFailure(await onSignOut());
    signingOut.current = false;
  }

  return (
    <header className="page-header">
      <div className="page-header-row">
        <p className="brand">
          <img src={iconUrl} alt="" width={28} height={28} />
          Onbench
        </p>
        {email !== null && (
          <>
            <p className="account">
              <span className="quiet">Signed in as</span> <ForeignText text={email} />
            </p>
            <button type="button" className="button quiet-button" onClick={signOut}>
              <LogOut size={16} aria-hidden />
              Sign out
            </button>
          </>
        )}
      </div>
      {email !== null && <FailureNotice lead={SIGN_OUT_FAILED} failure={failure} />}
    </header>
  );
}
