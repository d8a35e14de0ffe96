import { z } from 'zod';
import { parseSecureUrl } from './secure-url.ts';

/** The organisation's sign-in (OpenID Connect), at which this server is registered as a client. */
export interface OidcConfig {
  /** As its discovery document names it. */
  readonly issuer: URL;
  readonly clientId: string;
  /** Holds the client's secret and nothing else. */
  readonly clientSecretFile: string;
}

/** How administrators may sign in: at least one way is open. */
export interface SignInConfig {
  readonly passwords: boolean;
  readonly oidc: OidcConfig | null;
}

export const oidcEnvironment = {
  ONBENCH_OIDC_ISSUER: z
    .string()
    .refine(
      (text) => parseSecureUrl(text) !== null,
      'must be an https URL without query, such as https://login.example.org',
    )
    .optional(),
  ONBENCH_OIDC_CLIENT_ID: z.string().optional(),
  ONBENCH_OIDC_CLIENT_SECRET_FILE: z.string().optional(),
  ONBENCH_PASSWORDS: z.enum(['on', 'off'], 'must be on or off').default('on'),
};

const environment = z.object(oidcEnvironment);
type Environment = z.infer<typeof environment>;

const TOGETHER = [
  'ONBENCH_OIDC_ISSUER',
  'ONBENCH_OIDC_CLIENT_ID',
  'ONBENCH_OIDC_CLIENT_SECRET_FILE',
] as const;

/** What the single values cannot say of themselves: nobody shall be locked out by half a configuration. */
export function checkOidc(env: Environment, context: z.core.$RefinementCtx): void {
  const missing = TOGETHER.filter((name) => env[name] === undefined);
  const complain = (name: string, message: string) =>
    context.addIssue({ code: 'custom', path: [name], message });
  if (missing.length === TOGETHER.length) {
    if (env.ONBENCH_PASSWORDS === 'on') return;
    complain('ONBENCH_PASSWORDS', 'can be off only where ONBENCH_OIDC_ISSUER is set');
  } else {
    const set = TOGETHER.filter((name) => !missing.includes(name)).join(' and ');
    for (const name of missing) complain(name, `is required beside ${set}`);
  }
}

export function signInConfigFrom(env: Environment): SignInConfig {
  const { ONBENCH_OIDC_ISSUER: issuer, ONBENCH_OIDC_CLIENT_ID: clientId } = env;
  const clientSecretFile = env.ONBENCH_OIDC_CLIENT_SECRET_FILE;
  const complete = issuer !== undefined && clientId !== undefined && clientSecretFile !== undefined;
  return {
    passwords: env.ONBENCH_PASSWORDS === 'on',
    oidc: complete ? { issuer: new URL(issuer), clientId, clientSecretFile } : null,
  };
}
