import type { FastifyReply } from 'fastify';
import type { Headers } from '../security-headers.ts';

/**
 * An answer that is always the same, written out once, with all of its headers: to put them together anew took a twentieth
 * of a pending poll. What runs after an answer still runs; what would add to it before (`onSend`) does not.
 */
export function prepareAnswer(
  status: number,
  body: object,
  headers: Headers,
): (reply: FastifyReply) => void {
  const text = JSON.stringify(body);
  const lines = Object.entries({
    ...headers,
    'content-type': 'application/json; charset=utf-8',
    'content-length': `${Buffer.byteLength(text)}`,
  }).flat();
  return (reply) => {
    reply.hijack();
    reply.raw.writeHead(status, lines).end(text);
  };
}
