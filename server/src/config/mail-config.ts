import { z } from 'zod';
import { isLoopback } from './secure-url.ts';

/** How e-mail leaves the server. */
export interface MailConfig {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte; otherwise STARTTLS, which only a loopback host may lack. */
  readonly implicitTls: boolean;
  readonly isLoopback: boolean;
  /** Null: the mail server asks for no account. */
  readonly user: string | null;
  readonly passwordFile: string | null;
  /** The address that it comes from. */
  readonly from: string;
}

const smtpUrl = z.string().transform((text, context) => {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isBare = url?.password === '' && url.search === '' && url.hash === '';
  if (url && isBare && /^smtps?:$/.test(url.protocol) && url.hostname !== '') return url;
  context.addIssue({
    code: 'custom',
    message:
      'must be smtps://user@host:465 or smtp://user@host:587; the password goes into ONBENCH_SMTP_PASSWORD_FILE',
  });
  return z.NEVER;
});

export const mailEnvironment = {
  ONBENCH_SMTP_URL: smtpUrl.optional(),
  ONBENCH_SMTP_PASSWORD_FILE: z.string().optional(),
  ONBENCH_MAIL_FROM: z.email('must be an e-mail address').max(254).optional(),
};

const environment = z.object(mailEnvironment);

type MailEnvironment = z.infer<typeof environment>;

/** What is missing for the settings to make sense together, by variable. */
export function mailProblems(env: MailEnvironment): Readonly<Record<string, string>> {
  if (!env.ONBENCH_SMTP_URL) return {};
  return {
    ...(env.ONBENCH_MAIL_FROM ? {} : { ONBENCH_MAIL_FROM: 'is required with ONBENCH_SMTP_URL' }),
    ...(env.ONBENCH_SMTP_URL.username === '' || env.ONBENCH_SMTP_PASSWORD_FILE
      ? {}
      : {
          ONBENCH_SMTP_PASSWORD_FILE: 'is required when ONBENCH_SMTP_URL names a user',
        }),
  };
}

/** Null: no e-mail is sent. */
export function mailConfigFrom(env: MailEnvironment): MailConfig | null {
  const { ONBENCH_SMTP_URL: url, ONBENCH_MAIL_FROM: from } = env;
  if (!url || from === undefined) return null;
  const implicitTls = url.protocol === 'smtps:';
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? (implicitTls ? 465 : 587) : Number(url.port),
    implicitTls,
    isLoopback: isLoopback(url.hostname),
    user: url.username === '' ? null : decodeURIComponent(url.username),
    passwordFile: env.ONBENCH_SMTP_PASSWORD_FILE ?? null,
    from,
  };
}
