import type { NetworkTrouble } from '../../shared/enrollment.ts';
import type { Result } from '../../shared/result.ts';

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Text that is sent as it is; undefined for no body. */
  readonly body?: string;
  readonly signal: AbortSignal;
}

export interface HttpResponse {
  readonly status: number;
  /** Names in lower case; repeated headers joined with a comma. */
  readonly headers: Readonly<Record<string, string>>;
  /** At most {@link MAX_BODY_BYTES} after inflation; malformed UTF-8 is replaced. */
  readonly body: string;
}

/** Bounds on any answer (security.md N02). */
export const MAX_BODY_BYTES = 256 * 1024;
export const MAX_HEADER_BYTES = 16 * 1024;
export const CONNECT_TIMEOUT_MS = 10_000;
export const RESPONSE_TIMEOUT_MS = 30_000;

/**
 * One HTTP exchange, bounded in size and time. It follows no redirect, sends no cookie and no credential of its own,
 * and ends at once when the signal aborts (rejecting with the signal's reason). Trouble on the way is a value.
 */
export interface Transport {
  send(request: HttpRequest): Promise<Result<HttpResponse, NetworkTrouble>>;
}
