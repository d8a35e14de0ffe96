import nodemailer from 'nodemailer';
import type { MailConfig } from '../config/mail-config.ts';
import { readSecretFile } from '../secrets/secret-file.ts';

export interface Message {
  /** One address, as it is. */
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

export type SendOutcome =
  | { readonly kind: 'sent' }
  /** The mail server does not take this message, for good or (4xx) for now. */
  | { readonly kind: 'refused'; readonly isFinal: boolean; readonly cause: unknown }
  /** Nothing was said about this message: the others would fare no better just now. */
  | { readonly kind: 'unreachable'; readonly cause: unknown };

export interface Mailer {
  send(message: Message): Promise<SendOutcome>;
}

const CONNECT_MS = 10_000;
const SILENCE_MS = 20_000;

/** Sends over SMTP. The password is read once, here, and nowhere else. */
export async function openMailer(config: MailConfig): Promise<Mailer> {
  const { host, port, implicitTls, isLoopback, user, from } = config;
  const transport = nodemailer.createTransport({
    host,
    port,
    secure: implicitTls,
    requireTLS: !implicitTls && !isLoopback,
    // A loopback server's own certificate proves nothing, and nothing leaves the machine.
    ignoreTLS: !implicitTls && isLoopback,
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: SILENCE_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(user !== null && { auth: { user, pass: await readPassword(config) } }),
  });
  return {
    async send({ to, ...content }) {
      try {
        await transport.sendMail({
          ...content,
          from: { name: 'Onbench', address: from },
          to: { name: '', address: to },
          headers: { 'Auto-Submitted': 'auto-generated' },
        });
        return { kind: 'sent' };
      } catch (cause) {
        return outcomeOf(cause);
      }
    },
  };
}

async function readPassword({ passwordFile }: MailConfig): Promise<string> {
  const password = await readSecretFile(passwordFile ?? '', 'ONBENCH_SMTP_PASSWORD_FILE');
  return password.reveal();
}

/** Of a failed sign-in the mail server speaks, too, but not about the message. */
function outcomeOf(cause: unknown): SendOutcome {
  const { code, responseCode } = (cause ?? {}) as { code?: unknown; responseCode?: unknown };
  const isAboutMessage = code === 'EENVELOPE' || code === 'EMESSAGE';
  if (!isAboutMessage || typeof responseCode !== 'number') return { kind: 'unreachable', cause };
  return { kind: 'refused', isFinal: responseCode >= 500, cause };
}
