import { join } from 'node:path';
import { sshHost } from '@onbench/protocol/ssh-host-alias';
import { z } from 'zod';
import { port } from './port.ts';
import { parseSecureUrl } from './secure-url.ts';

export type GitHostConfig =
  | {
      readonly kind: 'embedded';
      readonly repositoriesDir: string;
      readonly hostKeyFile: string;
      readonly listenHost: string;
      readonly listenPort: number;
      readonly publicHost: string;
    }
  | {
      readonly kind: 'authorized-keys';
      readonly repositoriesDir: string;
      readonly hostKeyFile: string;
      readonly authorizedKeysFile: string;
      readonly sshHost: string;
      readonly sshPort: number;
    }
  | {
      readonly kind: 'forgejo';
      readonly url: string;
      readonly tokenFile: string;
      readonly hostKeyFile: string;
      readonly sshHost: string;
      readonly sshPort: number;
    };

/** What each kind cannot do without. */
const REQUIRED = {
  embedded: [],
  'authorized-keys': [
    'ONBENCH_SSH_HOST',
    'ONBENCH_SSH_HOST_KEY_FILE',
    'ONBENCH_AUTHORIZED_KEYS_FILE',
  ],
  forgejo: [
    'ONBENCH_FORGEJO_URL',
    'ONBENCH_FORGEJO_TOKEN_FILE',
    'ONBENCH_SSH_HOST',
    'ONBENCH_SSH_HOST_KEY_FILE',
  ],
} as const;

const forgejoUrl = z.string().transform((text, context) => {
  const url = parseSecureUrl(text);
  if (url) return url.href.replace(/\/$/, '');
  context.addIssue({
    code: 'custom',
    message: 'must be an https URL, such as https://git.example (http on loopback only)',
  });
  return z.NEVER;
});

export const gitHostEnvironment = {
  ONBENCH_GIT_HOST: z
    .enum(
      ['embedded', 'authorized-keys', 'forgejo'],
      'must be embedded, authorized-keys or forgejo',
    )
    .default('embedded'),
  ONBENCH_REPOSITORIES_DIR: z.string().optional(),
  ONBENCH_SSH_HOST: sshHost.optional(),
  ONBENCH_SSH_PORT: port.optional(),
  ONBENCH_SSH_HOST_KEY_FILE: z.string().optional(),
  ONBENCH_AUTHORIZED_KEYS_FILE: z.string().optional(),
  ONBENCH_FORGEJO_URL: forgejoUrl.optional(),
  ONBENCH_FORGEJO_TOKEN_FILE: z.string().optional(),
};

const environment = z.object(gitHostEnvironment);
type Environment = z.infer<typeof environment>;

/** The variables that are missing for the kind that is asked for. */
export function missingForGitHost(env: Environment): readonly string[] {
  return REQUIRED[env.ONBENCH_GIT_HOST].filter((name) => env[name] === undefined);
}

/** With nothing missing. */
export function gitHostConfigFrom(
  env: Environment,
  dataDir: string,
  publicHost: string,
): GitHostConfig {
  const repositoriesDir = env.ONBENCH_REPOSITORIES_DIR ?? join(dataDir, 'repositories');
  if (env.ONBENCH_GIT_HOST === 'embedded') {
    return {
      kind: 'embedded',
      repositoriesDir,
      hostKeyFile: env.ONBENCH_SSH_HOST_KEY_FILE ?? join(dataDir, 'ssh-host-key'),
      listenHost: env.ONBENCH_SSH_HOST ?? '127.0.0.1',
      listenPort: env.ONBENCH_SSH_PORT ?? 8_422,
      publicHost,
    };
  }
  const sshd = {
    hostKeyFile: env.ONBENCH_SSH_HOST_KEY_FILE ?? '',
    sshHost: env.ONBENCH_SSH_HOST ?? '',
    sshPort: env.ONBENCH_SSH_PORT ?? 22,
  };
  if (env.ONBENCH_GIT_HOST === 'authorized-keys') {
    const authorizedKeysFile = env.ONBENCH_AUTHORIZED_KEYS_FILE ?? '';
    return { kind: 'authorized-keys', repositoriesDir, authorizedKeysFile, ...sshd };
  }
  return {
    kind: 'forgejo',
    url: env.ONBENCH_FORGEJO_URL ?? '',
    tokenFile: env.ONBENCH_FORGEJO_TOKEN_FILE ?? '',
    ...sshd,
  };
}
