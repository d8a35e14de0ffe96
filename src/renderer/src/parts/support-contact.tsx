import { LifeBuoy } from 'lucide-react';
import type { ReactNode } from 'react';
import { useManagedSettings } from '../managed.ts';

/** Whom the lab wants to be asked, where something did not work. */
export function SupportContact(): ReactNode {
  const contact = useManagedSettings()?.supportContact ?? null;
  if (contact === null) return null;
  return (
    <p className="support-contact">
      <LifeBuoy size={16} aria-hidden="true" />
      <span>
        Your lab’s support: <strong>{contact}</strong>
      </span>
    </p>
  );
}
