import {
  defaultMetadataRepoPath,
  defaultMetadataRepoResponse,
  labRepositoriesPath,
  labRepositoriesResponse,
  SSH_KEYS_PATH,
} from '@onbench/protocol/bearer-api';
import { type SshKeyRegistration, sshKeyRegistration } from '@onbench/protocol/device-code-grant';
import type { Scope } from '@onbench/protocol/scopes';
import type { Secret } from '@onbench/protocol/secret';
import { type SshHostAlias, sshHostAlias } from '@onbench/protocol/ssh-host-alias';
import type { z } from 'zod';
import type { NetworkTrouble } from '../../shared/enrollment.ts';
import type { RegistrationFailure } from '../../shared/registrations.ts';
import { failed, ok, type Result } from '../../shared/result.ts';
import { brokenField, jsonObject } from './json-object.ts';
import type { HttpResponse } from './transport.ts';
import { type WireRequest, withBearer } from './wire-request.ts';

type Answer = Result<HttpResponse, NetworkTrouble>;

export type BearerFailure = Extract<
  RegistrationFailure,
  { kind: 'server-unreachable' | 'server-error' | 'bad-response' | 'token-refused' }
>;

export type KeyRegistrationFailure =
  | BearerFailure
  | Extract<RegistrationFailure, { kind: 'scope-missing' | 'key-refused' }>;

/** A key that the server lets in from now on, in place of the one before. */
export interface RegisteredKey {
  /** What goes into registration.json, as the server sent it. */
  readonly sshKey: SshKeyRegistration;
  readonly sshHostAlias: SshHostAlias | null;
}

export interface RepositoryDescription {
  readonly repository: string;
  readonly description: string;
}

const REGISTER_SCOPE: Scope = 'workstations:register_ssh_key';

export function keyRegistrationRequest(token: Secret, publicKeyLine: string): WireRequest {
  return withBearer('POST', SSH_KEYS_PATH, token, { public_key: publicKeyLine });
}

/** `keyFingerprint` is of the key that was sent: an answer about another one would leave us with one that opens nothing. */
export function parseKeyRegistration(
  answer: Answer,
  keyFingerprint: string,
): Result<RegisteredKey, KeyRegistrationFailure> {
  const status = answer.ok ? answer.value.status : null;
  if (status === 409 || status === 422) return failed({ kind: 'key-refused' });
  if (status === 403 && answer.ok && jsonObject(answer.value)) {
    return failed({ kind: 'scope-missing', scope: REGISTER_SCOPE });
  }
  const parsed = parseBearerAnswer(answer, sshKeyRegistration);
  if (!parsed.ok) return parsed;
  const sshKey = parsed.value;
  if (sshKey.fingerprint !== keyFingerprint) return badResponse('fingerprint');
  const alias = sshHostAlias.nullish().safeParse(sshKey.ssh_host_alias);
  if (!alias.success) return badResponse(`ssh_host_alias.${brokenField(alias.error)}`);
  return ok({ sshKey, sshHostAlias: alias.data ?? null });
}

export function repositoriesRequest(token: Secret, lab: string): WireRequest {
  return withBearer('GET', labRepositoriesPath(lab), token);
}

export function parseRepositories(
  answer: Answer,
): Result<readonly RepositoryDescription[], BearerFailure> {
  if (answer.ok && answer.value.status === 404) return ok([]);
  const parsed = parseBearerAnswer(answer, labRepositoriesResponse);
  if (!parsed.ok) return parsed;
  return ok(
    parsed.value.repositories.map(({ repository_identifier, description }) => ({
      repository: repository_identifier,
      description: description ?? '',
    })),
  );
}

export function metadataRepositoryRequest(token: Secret, lab: string): WireRequest {
  return withBearer('GET', defaultMetadataRepoPath(lab), token);
}

/** Null for a lab that has none. */
export function parseMetadataRepository(answer: Answer): Result<string | null, BearerFailure> {
  if (answer.ok && answer.value.status === 404) return ok(null);
  const parsed = parseBearerAnswer(answer, defaultMetadataRepoResponse);
  return parsed.ok ? ok(parsed.value.repository_identifier) : parsed;
}

function parseBearerAnswer<Schema extends z.ZodType>(
  answer: Answer,
  schema: Schema,
): Result<z.infer<Schema>, BearerFailure> {
  if (!answer.ok) return failed({ kind: 'server-unreachable', trouble: answer.failure });
  const { status } = answer.value;
  if (status === 401) return failed({ kind: 'token-refused' });
  if (status >= 300 && status < 400) {
    return failed({ kind: 'server-unreachable', trouble: 'redirected' });
  }
  if (status !== 200 && status !== 201) return failed({ kind: 'server-error', status });
  const parsed = schema.safeParse(jsonObject(answer.value));
  return parsed.success ? ok(parsed.data) : badResponse(brokenField(parsed.error));
}

function badResponse(field: string): Result<never, BearerFailure> {
  return failed({ kind: 'bad-response', field });
}
