import type { onRequestHookHandler } from 'fastify';
import type { Clock } from '../clock.ts';

const WINDOW_MS = 60_000;

/** More addresses in a minute than any site has: counting begins anew rather than taking up all memory. */
const MAX_ADDRESSES = 100_000;

class TooManyRequests extends Error {
  readonly statusCode = 429;
}

/**
 * So many requests a minute from each address. Wide, since one lab is often one address (design.md, "The server"), and
 * as cheap as what it stands in front of. The error handler of the dialect says it.
 */
export function limitPerAddress(clock: Clock, max: number): onRequestHookHandler {
  let counts = new Map<string, number>();
  let endsAtMs = 0;
  return (request, reply, done) => {
    const now = clock.monotonicMs();
    if (now >= endsAtMs || counts.size >= MAX_ADDRESSES) {
      counts = new Map();
      endsAtMs = now + WINDOW_MS;
    }
    const count = (counts.get(request.ip) ?? 0) + 1;
    counts.set(request.ip, count);
    if (count <= max) return done();
    reply.header('retry-after', Math.ceil((endsAtMs - now) / 1_000));
    done(new TooManyRequests('Too many requests from this address'));
  };
}
