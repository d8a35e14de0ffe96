import type { onRequestHookHandler } from 'fastify';
import { STALE_SIGN_IN } from './refusals.ts';

/**
 * Where something is approved, or who approves or what it takes is changed: whoever is signed in has shown who they are
 * within the last 5 minutes (security.md T01). Programs with a token have no sign-in that could go stale. It stands
 * behind the hook that fills in the session.
 */
export function requireFreshSignIn(refusal: object = STALE_SIGN_IN): onRequestHookHandler {
  return function requireFreshSignInHook(request, reply, done) {
    if (request.session?.isFresh === false) reply.code(403).send(refusal);
    else done();
  };
}
