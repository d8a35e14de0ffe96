import type { SignInProblem } from '@onbench/protocol/approval-api';
import type { Secret } from '@onbench/protocol/secret';
import * as client from 'openid-client';
import { z } from 'zod';
import type { OidcConfig } from '../config/oidc-config.ts';

/** Each request of ours to the provider. */
const TIME_LIMIT_SECONDS = 5;

const SCOPE = 'openid email';

/** What a browser takes along to the provider and has to come back with. */
export interface SignInAttempt {
  /** Against foreign answers (RFC 6749 section 10.12). */
  readonly state: string;
  /** Against ID tokens of other attempts (OpenID Connect Core section 3.1.2.1). */
  readonly nonce: string;
  /** Against stolen codes (RFC 7636). */
  readonly verifier: string;
  /** The person is signed in, and shall show once more who they are. */
  readonly confirms: boolean;
}

/** Whom the provider has in front of it. */
export interface Identity {
  readonly email: string;
  readonly emailVerified: boolean;
  /** How long before its answer the provider had them show who they are. Null: it does not say. */
  readonly ageSeconds: number | null;
}

/** For the person, what to do; for the log, why. */
export interface SignInFailure {
  readonly kind: 'failed';
  readonly problem: SignInProblem;
  readonly cause: unknown;
}

export interface IdentityProvider {
  /** Where to send the browser. `longestAgeSeconds`: how long ago a sign-in there may have been. */
  begin(
    redirectUri: string,
    confirms: boolean,
    longestAgeSeconds: number,
  ): Promise<
    { readonly kind: 'begun'; readonly url: URL; readonly attempt: SignInAttempt } | SignInFailure
  >;
  /** `answer`: the address at which the browser came back. */
  finish(
    answer: URL,
    attempt: SignInAttempt,
  ): Promise<{ readonly kind: 'identified'; readonly identity: Identity } | SignInFailure>;
}

/**
 * A provider of OpenID Connect: the authorization code flow with PKCE, state and nonce. It is asked for its addresses
 * when they are needed first: a provider that is away keeps this server from nothing else.
 */
export function createIdentityProvider(config: OidcConfig, secret: Secret): IdentityProvider {
  const discover = discoverOnce(config, secret);
  return {
    async begin(redirectUri, confirms, longestAgeSeconds) {
      const { randomState, randomNonce, randomPKCECodeVerifier } = client;
      const attempt = {
        state: randomState(),
        nonce: randomNonce(),
        verifier: randomPKCECodeVerifier(),
        confirms,
      };
      try {
        const url = client.buildAuthorizationUrl(await discover(), {
          redirect_uri: redirectUri,
          scope: SCOPE,
          state: attempt.state,
          nonce: attempt.nonce,
          code_challenge: await client.calculatePKCECodeChallenge(attempt.verifier),
          code_challenge_method: 'S256',
          // It makes the provider say when the person showed who they are (OpenID Connect Core section 3.1.2.1).
          max_age: String(longestAgeSeconds),
          ...(confirms ? { prompt: 'login' } : {}),
        });
        return { kind: 'begun', url, attempt };
      } catch (cause) {
        return failureOf(cause);
      }
    },

    async finish(answer, { state, nonce, verifier }) {
      try {
        const provider = await discover();
        const tokens = await client.authorizationCodeGrant(provider, answer, {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: verifier,
          idTokenExpected: true,
        });
        return { kind: 'identified', identity: await identityOf(provider, tokens) };
      } catch (cause) {
        return failureOf(cause);
      }
    },
  };
}

/** Remembers what it found; a failure is tried again by whoever comes next. */
function discoverOnce(config: OidcConfig, secret: Secret): () => Promise<client.Configuration> {
  const { issuer, clientId } = config;
  let found: Promise<client.Configuration> | null = null;
  return () => {
    found ??= client
      .discovery(issuer, clientId, undefined, client.ClientSecretBasic(secret.reveal()), {
        timeout: TIME_LIMIT_SECONDS,
        // On loopback alone (config/oidc-config.ts).
        execute: issuer.protocol === 'http:' ? [client.allowInsecureRequests] : [],
      })
      .catch((error: unknown) => {
        found = null;
        throw new ProviderUnreachable('The provider could not be discovered', { cause: error });
      });
    return found;
  };
}

class ProviderUnreachable extends Error {}

type Tokens = Awaited<ReturnType<typeof client.authorizationCodeGrant>>;

const claimsOfEmail = z.object({
  email: z.string(),
  // Some providers write it as a text.
  email_verified: z.union([z.boolean(), z.stringbool()]).default(false),
});

/** Providers put the e-mail address into the ID token, or tell it when they are asked for it with the access token. */
async function identityOf(provider: client.Configuration, tokens: Tokens): Promise<Identity> {
  const idToken = tokens.claims();
  if (!idToken) throw new Error('There is no ID token');
  const told =
    idToken.email === undefined
      ? await client.fetchUserInfo(provider, tokens.access_token, idToken.sub)
      : idToken;
  const { email, email_verified: emailVerified } = claimsOfEmail.parse(told);
  const { auth_time: authTime, iat } = idToken;
  // Both by the provider's clock: whether ours agrees with it does not matter.
  const ageSeconds = authTime === undefined ? null : Math.max(0, iat - authTime);
  return { email, emailVerified, ageSeconds };
}

/** The library tells everything by throwing: an answer that says no, one that proves nothing, none at all. */
function failureOf(cause: unknown): SignInFailure {
  return { kind: 'failed', problem: problemOf(cause), cause };
}

function problemOf(cause: unknown): SignInProblem {
  if (cause instanceof client.AuthorizationResponseError) {
    return cause.error === 'access_denied' ? 'sign_in_cancelled' : 'provider_refused';
  }
  if (cause instanceof ProviderUnreachable) return 'provider_unreachable';
  // How fetch tells that there was no answer.
  const noAnswer = cause instanceof TypeError && cause.cause !== undefined;
  const late = cause instanceof client.ClientError && cause.code === 'OAUTH_TIMEOUT';
  return noAnswer || late ? 'provider_unreachable' : 'provider_refused';
}
