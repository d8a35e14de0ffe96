import { Secret } from '@onbench/protocol/secret';
import { describe, expect, it } from 'vitest';
import {
  keyRegistrationRequest,
  metadataRepositoryRequest,
  parseKeyRegistration,
  parseMetadataRepository,
  parseRepositories,
  repositoriesRequest,
} from '../../../src/main/api/lab-requests.ts';
import { html, json, trouble } from '../../fakes/scripted-transport.ts';
import { ALIAS, SSH_KEY } from '../../support/enrolled.ts';

const TOKEN = new Secret('pcy_NMGRL_token');
const AUTHORIZED = { Accept: 'application/json', Authorization: 'Bearer pcy_NMGRL_token' };

describe('the requests with a token', () => {
  it('send the key as JSON, and the token in its header only', () => {
    expect(keyRegistrationRequest(TOKEN, 'ssh-ed25519 AAAA')).toEqual({
      method: 'POST',
      path: '/api/v1/forgejo/workstations/ssh-keys',
      headers: { ...AUTHORIZED, 'Content-Type': 'application/json' },
      body: '{"public_key":"ssh-ed25519 AAAA"}',
    });
  });

  it('name the lab in their path', () => {
    const headers = AUTHORIZED;
    const method = 'GET';
    expect([
      repositoriesRequest(TOKEN, 'NMGRL'),
      metadataRepositoryRequest(TOKEN, 'NMGRL'),
    ]).toEqual([
      { method, path: '/api/v1/forgejo/labs/NMGRL/repositories', headers },
      { method, path: '/api/v1/forgejo/labs/NMGRL/default-metadata-repo', headers },
    ]);
  });
});

describe('parseKeyRegistration', () => {
  const refused = (failure: unknown) => ({ ok: false, failure });

  it.each([200, 201])('keeps the whole object of a %d, as registration.json will', (status) => {
    const body = { ...SSH_KEY, rotated: true, extra: { a: 1 } };
    expect(parseKeyRegistration(json(status, body), SSH_KEY.fingerprint)).toEqual({
      ok: true,
      value: {
        sshKey: body,
        sshHostAlias: {
          alias: ALIAS.alias,
          host: ALIAS.real_host,
          port: ALIAS.port,
          knownHostsLine: ALIAS.known_hosts_line,
        },
      },
    });
  });

  it('takes a server without ssh for what it is', () => {
    const answer = json(200, { ...SSH_KEY, ssh_host_alias: null });
    expect(parseKeyRegistration(answer, SSH_KEY.fingerprint)).toMatchObject({
      value: { sshHostAlias: null },
    });
  });

  it.each([
    [
      'another key',
      json(200, SSH_KEY),
      'SHA256:other',
      { kind: 'bad-response', field: 'fingerprint' },
    ],
    [
      'an alias with a line break',
      json(200, { ...SSH_KEY, ssh_host_alias: { ...ALIAS, alias: 'pychron-N\nProxyCommand x' } }),
      SSH_KEY.fingerprint,
      { kind: 'bad-response', field: 'ssh_host_alias.alias' },
    ],
    ['a sign-in page', html(200), '', { kind: 'bad-response', field: 'body' }],
    ['a 401', json(401, {}), '', { kind: 'token-refused' }],
    ['a 403', json(403, {}), '', { kind: 'scope-missing', scope: 'workstations:register_ssh_key' }],
    ['a 403 of the network', html(403), '', { kind: 'server-error', status: 403 }],
    ['a 409', json(409, {}), '', { kind: 'key-refused' }],
    ['a 422', json(422, {}), '', { kind: 'key-refused' }],
    ['a 503', json(503, {}), '', { kind: 'server-error', status: 503 }],
    ['a redirect', json(302, {}), '', { kind: 'server-unreachable', trouble: 'redirected' }],
    ['no answer', trouble('offline'), '', { kind: 'server-unreachable', trouble: 'offline' }],
  ])('reads %s', (_, answer, fingerprint, failure) => {
    expect(parseKeyRegistration(answer, fingerprint)).toEqual(refused(failure));
  });
});

describe('parseRepositories', () => {
  const wire = { ssh_url: 'x', https_url: '', default_branch: 'main' };

  it('gives what can be cloned', () => {
    const repositories = [
      { ...wire, repository_identifier: 'NMGRL/MetaData', description: 'all' },
      { ...wire, repository_identifier: 'NMGRL/Runs', description: null },
    ];
    expect(parseRepositories(json(200, { repositories }))).toEqual({
      ok: true,
      value: [
        { repository: 'NMGRL/MetaData', description: 'all' },
        { repository: 'NMGRL/Runs', description: '' },
      ],
    });
  });

  it('takes a 404 for an empty list', () => {
    expect(parseRepositories(json(404, {}))).toEqual({ ok: true, value: [] });
  });

  it.each(['--upload-pack=x', 'NMGRL/..', 'NMGRL/a b', 'NMGRL/-x', '/etc', 'a/b/c', "NMGRL/x'y"])(
    'refuses a list with %j in it',
    (repository_identifier) => {
      expect(
        parseRepositories(json(200, { repositories: [{ ...wire, repository_identifier }] })),
      ).toEqual({
        ok: false,
        failure: { kind: 'bad-response', field: 'repositories.0.repository_identifier' },
      });
    },
  );
});

describe('parseMetadataRepository', () => {
  it('gives the identifier, or null where there is none', () => {
    expect(parseMetadataRepository(json(200, { repository_identifier: 'NMGRL/MetaData' }))).toEqual(
      { ok: true, value: 'NMGRL/MetaData' },
    );
    expect(parseMetadataRepository(json(404, {}))).toEqual({ ok: true, value: null });
  });
});
