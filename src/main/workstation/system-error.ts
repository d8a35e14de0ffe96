/** What the system would say if it checked what we check, so that callers need to know one kind of failure. */
export class SystemError extends Error {
  constructor(
    readonly code: 'EACCES' | 'EBUSY' | 'EINVAL' | 'EISDIR' | 'ELOOP' | 'ENOTDIR' | 'EPERM',
  ) {
    super(code);
  }
}

/** The system's name of a failed call, such as `EACCES`. Anything else is a bug and is thrown on. */
export function systemErrorCode(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string')
    return error.code;
  throw error;
}
