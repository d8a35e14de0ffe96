import type { Secret } from '@onbench/protocol/secret';
import type { Message } from './mailer.ts';

/* What the server writes to people. Names in it were chosen by others: they are shown, and never mean anything. */

type Content = Omit<Message, 'to'>;

export interface ApprovedFacts {
  readonly hostname: string;
  readonly lab: string;
  readonly decidedBy: string;
  readonly keyFingerprint: string | null;
}

/** A browser keeps what stands behind `#` to itself: the token is in no log on the way. */
export function disownLink(publicUrl: string, token: Secret): string {
  return `${publicUrl}/not-me#${token.reveal()}`;
}

/** To the technician, once their device was approved. */
export function approvedLetter(facts: ApprovedFacts, link: string): Content {
  const { hostname, lab, decidedBy, keyFingerprint } = facts;
  return letter(`A device was enrolled for ${lab} in your name`, [
    `${shown(decidedBy)} approved ${shown(hostname)} for the lab ${lab} and named you as its technician.`,
    ...(keyFingerprint === null ? [] : [`Its key: ${keyFingerprint}`]),
    'If you enrolled it, there is nothing to do.',
    'If this was not you, open this link. It says what will happen, and its button revokes the device at once:',
    { link },
  ]);
}

/** How many names fit into a letter that is read at a glance. */
const NAMES_SHOWN = 10;

/** To an administrator. Never a code: the only place to read one is the screen that shows it. */
export function waitingLetter(hostnames: readonly string[], publicUrl: string): Content {
  const count = hostnames.length;
  const more = count > NAMES_SHOWN ? `, and ${count - NAMES_SHOWN} more` : '';
  const names = hostnames.slice(0, NAMES_SHOWN).map(shown).join(', ');
  const subject = count === 1 ? '1 device waits' : `${count} devices wait`;
  return letter(`${subject} for a decision`, [
    `${subject} to be enrolled: ${names}${more}.`,
    'Approve only what you expect, after comparing the code and the fingerprint with its screen. Requests end by themselves after 15 minutes.',
    { link: `${publicUrl}/inbox` },
  ]);
}

type Paragraph = string | { readonly link: string };

function letter(subject: string, paragraphs: readonly Paragraph[]): Content {
  const text = paragraphs.map((each) => (typeof each === 'string' ? each : each.link));
  return {
    subject,
    text: `${text.join('\n\n')}\n`,
    html: `<!doctype html><html lang="en"><body style="font-family:sans-serif;max-width:36em">${paragraphs
      .map(toHtml)
      .join('')}</body></html>`,
  };
}

function toHtml(paragraph: Paragraph): string {
  if (typeof paragraph === 'string') return `<p dir="auto">${escapeHtml(paragraph)}</p>`;
  const link = escapeHtml(paragraph.link);
  return `<p><a href="${link}">${link}</a></p>`;
}

/** On one line, in marks that keep it apart, and with nothing that turns the text around it (security.md T20). */
function shown(name: string): string {
  return `“${name.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '�')}”`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
