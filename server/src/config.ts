import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Secret } from '@onbench/protocol/secret';
import { z } from 'zod';
import {
  type GitHostConfig,
  gitHostConfigFrom,
  gitHostEnvironment,
  missingForGitHost,
} from './config/git-host-config.ts';
import { type LimitsConfig, limitsConfigFrom, limitsEnvironment } from './config/limits-config.ts';
import {
  type MailConfig,
  mailConfigFrom,
  mailEnvironment,
  mailProblems,
} from './config/mail-config.ts';
import { metricsConfigFrom, metricsEnvironment } from './config/metrics-config.ts';
import {
  checkOidc,
  oidcEnvironment,
  type SignInConfig,
  signInConfigFrom,
} from './config/oidc-config.ts';
import { port } from './config/port.ts';
import { parseSecureUrl } from './config/secure-url.ts';
import type { LogLevel } from './log.ts';

/**
 * The server's settings, from its environment. Without any, it runs on loopback with the embedded database.
 *
 * | variable | default | meaning |
 * |---|---|---|
 * | `ONBENCH_DATA_DIR` | `$XDG_DATA_HOME/onbench-server` or `~/.local/share/onbench-server` | database, secret, host key, repositories |
 * | `ONBENCH_HOST` | `127.0.0.1` | address to listen on |
 * | `ONBENCH_PORT` | `8440` | port to listen on; 0 takes any free one |
 * | `ONBENCH_PUBLIC_URL` | `http://127.0.0.1:<port>` | where browsers and workstations reach it; https unless loopback |
 * | `DATABASE_URL` | the embedded database in the data folder | a PostgreSQL database |
 * | `ONBENCH_SECRET_FILE` | `<data folder>/server-secret` | the key for hashing user codes; made on the first start |
 * | `ONBENCH_GIT_HOST` | `embedded` | `embedded`, `authorized-keys` or `forgejo` |
 * | `ONBENCH_REPOSITORIES_DIR` | `<data folder>/repositories` | the bare repositories |
 * | `ONBENCH_SSH_HOST` | `127.0.0.1` | embedded: address to listen on; authorized-keys and forgejo (required): how workstations reach its SSH |
 * | `ONBENCH_SSH_PORT` | embedded `8422`, others `22` | the port of the same; embedded: 0 takes any free one |
 * | `ONBENCH_SSH_HOST_KEY_FILE` | embedded `<data folder>/ssh-host-key` | embedded: the private key, made on the first start; authorized-keys and forgejo (required): its public key |
 * | `ONBENCH_AUTHORIZED_KEYS_FILE` | none | authorized-keys (required): the git account's authorized_keys |
 * | `ONBENCH_FORGEJO_URL` | none | forgejo (required): where its API is found; https unless loopback |
 * | `ONBENCH_FORGEJO_TOKEN_FILE` | none | forgejo (required): an administrator's access token, with the scopes write:admin, write:organization and write:repository |
 * | `ONBENCH_TRUSTED_PROXIES` | none | addresses and CIDR ranges of proxies whose forwarded headers are believed, with commas |
 * | `ONBENCH_REDIS_URL` | none | a Redis or Valkey through which several servers add up their request limits |
 * | `ONBENCH_MAX_PENDING` | `100` | codes that may wait for a decision at once; each doubling makes one guess twice as likely to find one |
 * | `ONBENCH_MAX_PENDING_PER_ADDRESS` | `50` | how many of them one address may have |
 * | `ONBENCH_STARTS_PER_MINUTE` | `60` | enrollments that one address may start in a minute |
 * | `ONBENCH_POLLS_PER_MINUTE` | `600` | polls that one address may send in a minute |
 * | `ONBENCH_SMTP_URL` | none: no e-mail | how e-mail leaves: `smtps://user@host:465`, or `smtp://user@host:587` with STARTTLS |
 * | `ONBENCH_SMTP_PASSWORD_FILE` | none | the file with that user's password |
 * | `ONBENCH_MAIL_FROM` | none | required with `ONBENCH_SMTP_URL`: the address that e-mail comes from |
 * | `ONBENCH_METRICS_TOKEN` | none: nobody reads them | the bearer token with which Prometheus reads `/metrics` |
 * | `ONBENCH_OIDC_ISSUER` | none | the organisation's OpenID Connect provider, with which administrators may sign in |
 * | `ONBENCH_OIDC_CLIENT_ID` | none | what this server is registered as there, with the redirect URI `<public URL>/api/v1/session/openid-connect/callback` |
 * | `ONBENCH_OIDC_CLIENT_SECRET_FILE` | none | a file with the client's secret and nothing else (`client_secret_basic`) |
 * | `ONBENCH_PASSWORDS` | `on` | `off` where nobody shall sign in with a password |
 * | `ONBENCH_LOG_LEVEL` | `info` | fatal, error, warn, info, debug, trace or silent |
 */
export interface Config {
  readonly dataDir: string;
  readonly host: string;
  readonly port: number;
  /** Null: loopback, at the port that is taken. */
  readonly publicUrl: string | null;
  /** Null: the embedded database in `databaseDir`. */
  readonly databaseUrl: string | null;
  readonly databaseDir: string;
  readonly secretFile: string;
  readonly gitHost: GitHostConfig;
  readonly limits: LimitsConfig;
  /** Null: no e-mail is sent. */
  readonly mail: MailConfig | null;
  /** Null: nobody may read the metrics. */
  readonly metricsToken: Secret | null;
  readonly signIn: SignInConfig;
  readonly logLevel: LogLevel;
}

export type ConfigOutcome =
  | { readonly kind: 'valid'; readonly config: Config }
  /** One line for each bad value, saying what is expected. */
  | { readonly kind: 'invalid'; readonly problems: readonly string[] };

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

const publicUrl = z.string().transform((text, context) => {
  const url = parsePublicUrl(text);
  if (url !== null) return url;
  context.addIssue({
    code: 'custom',
    message:
      'must be an https URL without query, such as https://enroll.example (http on loopback only)',
  });
  return z.NEVER;
});

const environment = z
  .object({
    ONBENCH_DATA_DIR: z.string().optional(),
    XDG_DATA_HOME: z.string().optional(),
    ONBENCH_HOST: z.string().default('127.0.0.1'),
    ONBENCH_PORT: port.default(8_440),
    ONBENCH_PUBLIC_URL: publicUrl.optional(),
    DATABASE_URL: z
      .url({
        protocol: /^postgres(ql)?$/,
        error: 'must be a URL of the form postgresql://user:password@host:5432/database',
      })
      .optional(),
    ONBENCH_SECRET_FILE: z.string().optional(),
    ...gitHostEnvironment,
    ...limitsEnvironment,
    ...mailEnvironment,
    ...metricsEnvironment,
    ...oidcEnvironment,
    ONBENCH_LOG_LEVEL: z
      .enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`)
      .default('info'),
  })
  .superRefine(checkOidc)
  .superRefine((env, context) => {
    for (const [name, message] of Object.entries(mailProblems(env))) {
      context.addIssue({ code: 'custom', path: [name], message });
    }
    for (const name of missingForGitHost(env)) {
      const message = `is required when ONBENCH_GIT_HOST is ${env.ONBENCH_GIT_HOST}`;
      context.addIssue({ code: 'custom', path: [name], message });
    }
  });

type Environment = z.infer<typeof environment>;

/** Reads the settings; all that is wrong with them is said at once. An empty variable counts as unset. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): ConfigOutcome {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = environment.safeParse(set);
  if (parsed.success) return { kind: 'valid', config: configFrom(parsed.data) };
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`);
  return { kind: 'invalid', problems };
}

function configFrom(env: Environment): Config {
  const share = env.XDG_DATA_HOME ?? join(homedir(), '.local', 'share');
  const dataDir = env.ONBENCH_DATA_DIR ?? join(share, 'onbench-server');
  return {
    dataDir,
    host: env.ONBENCH_HOST,
    port: env.ONBENCH_PORT,
    publicUrl: env.ONBENCH_PUBLIC_URL ?? null,
    databaseUrl: env.DATABASE_URL ?? null,
    databaseDir: join(dataDir, 'database'),
    secretFile: env.ONBENCH_SECRET_FILE ?? join(dataDir, 'server-secret'),
    gitHost: gitHostConfigFrom(env, dataDir, hostOf(env.ONBENCH_PUBLIC_URL ?? 'http://127.0.0.1')),
    limits: limitsConfigFrom(env),
    mail: mailConfigFrom(env),
    metricsToken: metricsConfigFrom(env),
    signIn: signInConfigFrom(env),
    logLevel: env.ONBENCH_LOG_LEVEL,
  };
}

/** The canonical form without a trailing slash, or null. */
function parsePublicUrl(text: string): string | null {
  const url = parseSecureUrl(text);
  // At the root of its host: cookies, the page's files and the API are all addressed from there.
  return url?.pathname === '/' ? url.origin : null;
}

function hostOf(url: string): string {
  return new URL(url).hostname.replace(/^\[|\]$/g, '');
}
