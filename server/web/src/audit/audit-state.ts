import type { Session } from '@onbench/protocol/approval-api';
import type { AuditFilter, AuditRow } from '@onbench/protocol/audit';
import type { Failure } from '../api/failure.ts';
import type { EntryStateOf } from '../flow/entry-state.ts';

export type AuditState =
  | Omit<EntryStateOf<'opening'>, 'next'>
  | Omit<EntryStateOf<'sign-in'>, 'next'>
  | {
      readonly kind: 'reading';
      readonly session: Session;
      readonly filter: AuditFilter;
      readonly events: readonly AuditRow[];
      /** Where older ones go on; null when there are none. */
      readonly next: number | null;
      readonly busy: 'filtering' | 'going-on' | null;
      readonly failure: Failure | null;
    };

export type AuditStateOf<Kind extends AuditState['kind']> = Extract<AuditState, { kind: Kind }>;
