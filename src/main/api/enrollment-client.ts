import type { Secret } from '@onbench/protocol/secret';
import type { Revocation } from '../../shared/enrollment.ts';
import type { Result } from '../../shared/result.ts';
import type { Log } from '../platform/log.ts';
import {
  parseRevocationResponse,
  parseWhoamiResponse,
  revocationRequest,
  type WhoamiOutcome,
  whoamiRequest,
} from './bearer-requests.ts';
import {
  type ClientInfo,
  deviceCodeRequest,
  type EnrollmentSubject,
  parseDeviceCodeResponse,
  type StartedGrant,
  type StartFailure,
} from './device-code-request.ts';
import { createExchange } from './exchange.ts';
import { parseServerProbe, type ServerProbe, serverProbeRequest } from './server-probe.ts';
import {
  acknowledgeRequest,
  type PollOutcome,
  parseTokenResponse,
  tokenRequest,
} from './token-request.ts';
import type { Transport } from './transport.ts';

/** What a poll needs to know of a grant. */
export interface PolledGrant {
  readonly deviceCode: Secret;
  /** Of the key that was sent at start: the credential must be for the same. */
  readonly keyFingerprint: string;
}

/**
 * The enrollment server at one address, as the technician chose it: every call goes there and nowhere else, whatever an
 * answer names (security.md N04). Calls reject only with the reason of their signal.
 */
export interface EnrollmentClient {
  /** `host` or `host:port`, as people say it. */
  readonly host: string;
  /** Asks for nothing but an answer: no code, no credential. */
  probe(signal: AbortSignal): Promise<ServerProbe>;
  start(
    subject: EnrollmentSubject,
    signal: AbortSignal,
  ): Promise<Result<StartedGrant, StartFailure>>;
  poll(grant: PolledGrant, signal: AbortSignal): Promise<PollOutcome>;
  /** Tells the server that the token is safe; a server without the extension answers 404, which means nothing. */
  acknowledge(deviceCode: Secret, signal: AbortSignal): Promise<void>;
  whoami(token: Secret, signal: AbortSignal): Promise<WhoamiOutcome>;
  revokeOwnToken(token: Secret, signal: AbortSignal): Promise<Exclude<Revocation, 'none'>>;
}

export interface EnrollmentClientOptions {
  /** Canonical form (see `parseApiBaseUrl`). */
  readonly apiBaseUrl: string;
  readonly transport: Transport;
  readonly clientInfo: ClientInfo;
  /** The wall clock in milliseconds: for a server that sends no `Date`. */
  readonly wallTimeMs: () => number;
  readonly log: Log;
}

export function createEnrollmentClient(options: EnrollmentClientOptions): EnrollmentClient {
  const { apiBaseUrl, transport, clientInfo, wallTimeMs, log } = options;
  const { host } = new URL(apiBaseUrl);
  const exchange = createExchange(options);

  return {
    host,
    async probe(signal) {
      const sentAtMs = wallTimeMs();
      const { path, ...request } = serverProbeRequest();
      const answer = await transport.send({ ...request, url: `${apiBaseUrl}${path}`, signal });
      return parseServerProbe(answer, { sentAtMs, receivedAtMs: wallTimeMs() });
    },
    async start(subject, signal) {
      const answer = await exchange(deviceCodeRequest(subject, clientInfo), signal);
      const started = parseDeviceCodeResponse(answer, host, wallTimeMs());
      if (!started.ok) log.warn({ host, failure: started.failure }, 'no device code was given');
      return started;
    },
    async poll({ deviceCode, keyFingerprint }, signal) {
      const answer = await exchange(tokenRequest(deviceCode), signal);
      const outcome = parseTokenResponse(answer, keyFingerprint);
      if (outcome.kind === 'bad-response') {
        log.error({ host, field: outcome.field }, 'the credential breaks the contract');
      }
      return outcome;
    },
    async acknowledge(deviceCode, signal) {
      await exchange(acknowledgeRequest(deviceCode), signal);
    },
    async whoami(token, signal) {
      return parseWhoamiResponse(await exchange(whoamiRequest(token), signal));
    },
    async revokeOwnToken(token, signal) {
      return parseRevocationResponse(await exchange(revocationRequest(token), signal));
    },
  };
}
