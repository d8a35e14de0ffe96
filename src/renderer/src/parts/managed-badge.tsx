import { Building2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { MANAGED } from '../network-copy.ts';

/** Beside what the lab decided and nobody can change here. */
export function ManagedBadge(): ReactNode {
  return (
    <span className="managed-badge">
      <Building2 size={14} aria-hidden="true" />
      {MANAGED}
    </span>
  );
}
