import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Secret } from '@onbench/protocol/secret';
import { sshHost } from '@onbench/protocol/ssh-host-alias';
import { z } from 'zod';
import { type LimitsConfig, limitsConfigFrom, limitsEnvironment } from './config/limits-config.ts';
import {
  type MailConfig,
  mailConfigFrom,
  mailEnvironment,
  mailProblems,
} from './config/mail-config.ts';
import { metricsConfigFrom, metricsEnvironment } from './config/metrics-config.ts';
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
 * | `ONBENCH_GIT_HOST` | `embedded` | `embedded` or `authorized-keys` |
 * | `ONBENCH_REPOSITORIES_DIR` | `<data folder>/repositories` | the bare repositories |
 * | `ONBENCH_SSH_HOST` | `127.0.0.1` | embedded: address to listen on; authorized-keys (required): how workstations reach the sshd |
 * | `ONBENCH_SSH_PORT` | embedded `8422`, authorized-keys `22` | the port of the same; embedded: 0 takes any free one |
 * | `ONBENCH_SSH_HOST_KEY_FILE` | embedded `<data folder>/ssh-host-key` | embedded: the private key, made on the first start; authorized-keys (required): the sshd's public key |
 * | `ONBENCH_AUTHORIZED_KEYS_FILE` | none | authorized-keys (required): the git account's authorized_keys |
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
  readonly logLevel: LogLevel;
}

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
    };

export type ConfigOutcome =
  | { readonly kind: 'valid'; readonly config: Config }
  /** One line for each bad value, saying what is expected. */
  | { readonly kind: 'invalid'; readonly problems: readonly string[] };

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

const port = z
  .string()
  .regex(/^\d{1,5}$/, 'must be a port from 0 to 65535')
  .transform(Number)
  .refine((value) => value <= 65_535, 'must be a port from 0 to 65535');

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
    ONBENCH_GIT_HOST: z
      .enum(['embedded', 'authorized-keys'], 'must be embedded or authorized-keys')
      .default('embedded'),
    ONBENCH_REPOSITORIES_DIR: z.string().optional(),
    ONBENCH_SSH_HOST: sshHost.optional(),
    ONBENCH_SSH_PORT: port.optional(),
    ONBENCH_SSH_HOST_KEY_FILE: z.string().optional(),
    ONBENCH_AUTHORIZED_KEYS_FILE: z.string().optional(),
    ...limitsEnvironment,
    ...mailEnvironment,
    ...metricsEnvironment,
    ONBENCH_LOG_LEVEL: z
      .enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`)
      .default('info'),
  })
  .superRefine((env, context) => {
    for (const [name, message] of Object.entries(mailProblems(env))) {
      context.addIssue({ code: 'custom', path: [name], message });
    }
    if (env.ONBENCH_GIT_HOST !== 'authorized-keys') return;
    const missing = (
      ['ONBENCH_SSH_HOST', 'ONBENCH_SSH_HOST_KEY_FILE', 'ONBENCH_AUTHORIZED_KEYS_FILE'] as const
    ).filter((name) => env[name] === undefined);
    for (const name of missing) {
      const message = 'is required when ONBENCH_GIT_HOST is authorized-keys';
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
    gitHost: gitHostFrom(env, dataDir),
    limits: limitsConfigFrom(env),
    mail: mailConfigFrom(env),
    metricsToken: metricsConfigFrom(env),
    logLevel: env.ONBENCH_LOG_LEVEL,
  };
}

function gitHostFrom(env: Environment, dataDir: string): GitHostConfig {
  const repositoriesDir = env.ONBENCH_REPOSITORIES_DIR ?? join(dataDir, 'repositories');
  if (env.ONBENCH_GIT_HOST === 'embedded') {
    return {
      kind: 'embedded',
      repositoriesDir,
      hostKeyFile: env.ONBENCH_SSH_HOST_KEY_FILE ?? join(dataDir, 'ssh-host-key'),
      listenHost: env.ONBENCH_SSH_HOST ?? '127.0.0.1',
      listenPort: env.ONBENCH_SSH_PORT ?? 8_422,
      publicHost: hostOf(env.ONBENCH_PUBLIC_URL ?? 'http://127.0.0.1'),
    };
  }
  return {
    kind: 'authorized-keys',
    repositoriesDir,
    hostKeyFile: env.ONBENCH_SSH_HOST_KEY_FILE ?? '',
    authorizedKeysFile: env.ONBENCH_AUTHORIZED_KEYS_FILE ?? '',
    sshHost: env.ONBENCH_SSH_HOST ?? '',
    sshPort: env.ONBENCH_SSH_PORT ?? 22,
  };
}

/** The canonical form without a trailing slash, or null. */
function parsePublicUrl(text: string): string | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  const secure =
    url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
  const plain = url.search === '' && url.hash === '' && url.username === '' && url.password === '';
  // At the root of its host: cookies, the page's files and the API are all addressed from there.
  return secure && plain && url.pathname === '/' ? url.origin : null;
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

function hostOf(url: string): string {
  return new URL(url).hostname.replace(/^\[|\]$/g, '');
}
