import type { Secret } from '@onbench/protocol/secret';
import type { Revocation } from '../../shared/enrollment.ts';
import type { Result } from '../../shared/result.ts';
import {
  parseRevocationResponse,
  parseWhoamiResponse,
  revocationRequest,
  type WhoamiOutcome,
  whoamiRequest,
} from './bearer-requests.ts';
import { createExchange, type ExchangeOptions } from './exchange.ts';
import {
  type BearerFailure,
  type KeyRegistrationFailure,
  keyRegistrationRequest,
  metadataRepositoryRequest,
  parseKeyRegistration,
  parseMetadataRepository,
  parseRepositories,
  type RegisteredKey,
  type RepositoryDescription,
  repositoriesRequest,
} from './lab-requests.ts';

/** What an enrolled workstation asks the server of its lab. Calls reject only with the reason of their signal. */
export interface LabClient {
  whoami(token: Secret, signal: AbortSignal): Promise<WhoamiOutcome>;
  /** Puts this key in the place of the one that the token registered before; the same key again changes nothing. */
  registerKey(
    token: Secret,
    key: { readonly publicKeyLine: string; readonly fingerprint: string },
    signal: AbortSignal,
  ): Promise<Result<RegisteredKey, KeyRegistrationFailure>>;
  revokeOwnToken(token: Secret, signal: AbortSignal): Promise<Exclude<Revocation, 'none'>>;
  repositories(
    token: Secret,
    lab: string,
    signal: AbortSignal,
  ): Promise<Result<readonly RepositoryDescription[], BearerFailure>>;
  /** The identifier of the lab's metadata repository. */
  metadataRepository(
    token: Secret,
    lab: string,
    signal: AbortSignal,
  ): Promise<Result<string | null, BearerFailure>>;
}

export function createLabClient(options: ExchangeOptions): LabClient {
  const exchange = createExchange(options);
  return {
    whoami: async (token, signal) =>
      parseWhoamiResponse(await exchange(whoamiRequest(token), signal)),
    registerKey: async (token, { publicKeyLine, fingerprint }, signal) =>
      parseKeyRegistration(
        await exchange(keyRegistrationRequest(token, publicKeyLine), signal),
        fingerprint,
      ),
    revokeOwnToken: async (token, signal) =>
      parseRevocationResponse(await exchange(revocationRequest(token), signal)),
    repositories: async (token, lab, signal) =>
      parseRepositories(await exchange(repositoriesRequest(token, lab), signal)),
    metadataRepository: async (token, lab, signal) =>
      parseMetadataRepository(await exchange(metadataRepositoryRequest(token, lab), signal)),
  };
}
