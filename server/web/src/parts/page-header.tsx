import type { Session } from '@onbench/protocol/approval-api';
import { LogOut } from 'lucide-react';
import { useRef, useState } from 'react';
import iconUrl from '../../../../resources/icon.svg';
import type { Failure } from '../api/failure.ts';
import { SIGN_OUT_FAILED } from '../copy.ts';
import { FailureNotice } from './failure-notice.tsx';
import { ForeignText } from './foreign-text.tsx';
import { Navigation, type PagePath } from './navigation.tsx';

interface PageHeaderProps {
  /** Null while nobody is signed in. */
  readonly session: Session | null;
  readonly current: PagePath | null;
  readonly onSignOut: () => Promise<Failure | null>;
}

export function PageHeader({ session, current, onSignOut }: PageHeaderProps) {
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
        {session && (
          <>
            <Navigation session={session} current={current} />
            <p className="account">
              <span className="quiet">Signed in as</span>{' '}
              <ForeignText text={session.administrator.email} />
            </p>
            <button type="button" className="button quiet-button" onClick={signOut}>
              <LogOut size={16} aria-hidden />
              Sign out
            </button>
          </>
        )}
      </div>
      {session && <FailureNotice lead={SIGN_OUT_FAILED} failure={failure} />}
    </header>
  );
}
