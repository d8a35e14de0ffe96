import type { RegistrationFailure } from '../../shared/registrations.ts';
import { systemErrorCode } from '../workstation/system-error.ts';

/** What a rejected file operation says. Anything else is a bug and is thrown on. */
export function fileError(
  error: unknown,
  folder: string,
): Extract<RegistrationFailure, { kind: 'file-error' }> {
  const code = systemErrorCode(error);
  const named = error instanceof Error && 'path' in error && typeof error.path === 'string';
  return { kind: 'file-error', path: named ? (error.path as string) : folder, code };
}
