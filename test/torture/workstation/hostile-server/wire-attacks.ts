import type { ServerResponse } from 'node:http';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { type Attack, send } from './attack.ts';
import { type Answer, ENDPOINTS } from './good-answers.ts';

type Respond = Attack['respond'];

const MEGABYTE = 1_024 * 1_024;
const ZEROS = Buffer.alloc(20 * MEGABYTE);

/** Answers as bytes, beneath HTTP. */
const raw =
  (text: string): Respond =>
  (_, response) => {
    response.socket?.end(text);
  };

const changed =
  (change: (honest: Answer) => Partial<Answer>): Respond =>
  (honest, response) =>
    send(response, { ...honest, ...change(honest) });

const withBody = (body: string | Buffer): Respond => changed(() => ({ body }));
const withHeaders = (headers: Answer['headers']): Respond =>
  changed((honest) => ({ headers: { ...honest.headers, ...headers } }));
const encoded =
  (encoding: string, encode: (text: string) => Buffer): Respond =>
  (honest, response) =>
    send(response, {
      ...honest,
      headers: { ...honest.headers, 'content-encoding': encoding },
      body: encode(JSON.stringify(honest.body) ?? ''),
    });

/** Begins to answer and never comes to an end. */
const stalled =
  (begin: (response: ServerResponse, honest: Answer) => void): Respond =>
  (honest, response) =>
    begin(response, honest);

const STALLS: Readonly<Record<string, Respond>> = {
  'says nothing': () => undefined,
  'stops after the headers': stalled((response, { status }) =>
    response.writeHead(status, { 'content-type': 'application/json' }).flushHeaders(),
  ),
  'stops in the middle': stalled((response, { status }) => {
    response.writeHead(status, { 'content-type': 'application/json' }).write('{"api_token":"pcy');
  }),
  'drips a byte at a time': stalled((response, { status }) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    const drip = setInterval(() => response.write(' '), 20);
    response.on('close', () => clearInterval(drip));
  }),
  'never ends its headers': (_, { socket }) => {
    socket?.write('HTTP/1.1 200 OK\r\nx-a: ');
    const drip = setInterval(() => socket?.write('a'), 20);
    socket?.on('close', () => clearInterval(drip));
  },
  'continues for ever': (_, { socket }) => {
    const drip = setInterval(() => socket?.write('HTTP/1.1 100 Continue\r\n\r\n'), 5);
    socket?.on('close', () => clearInterval(drip));
  },
};

const FAULTS: Readonly<Record<string, Respond>> = {
  'a gzip bomb': encoded('gzip', () => gzipSync(ZEROS)),
  'a brotli bomb': encoded('br', () => brotliCompressSync(ZEROS)),
  'a deflate bomb': encoded('deflate', () => deflateSync(ZEROS)),
  'gzip in gzip': encoded('gzip, gzip', (text) => gzipSync(gzipSync(text))),
  'gzip that is none': encoded('gzip', (text) => Buffer.from(text)),
  'gzip that breaks off': encoded('gzip', (text) => gzipSync(text.padEnd(5_000)).subarray(0, -9)),
  'an encoding that nobody knows': encoded('zstd-onbench', (text) => Buffer.from(text)),
  '300 kB': withBody(`{"a":"${'a'.repeat(300_000)}"}`),
  'nesting of 33': withBody(`${'['.repeat(33)}${']'.repeat(33)}`),
  'nesting of 100,000': withBody(`{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`),
  'an open nesting of 100,000': withBody('{"a":'.repeat(40_000)),
  'infinite numbers': withBody('{"interval_seconds":1e999,"port":-1e999}'),
  'a prototype': withBody('{"__proto__":{"api_token":"x","lab":"y"}}'),
  'a byte order mark': changed(({ body }) => ({ body: `\uFEFF${JSON.stringify(body)}` })),
  'UTF-16': changed(({ body }) => ({ body: Buffer.from(JSON.stringify(body) ?? '', 'utf16le') })),
  'bytes that are no UTF-8': withBody(
    Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0xc0, 0x80, 0x22, 0x7d]),
  ),
  'an overlong line break': withBody(Buffer.from('{"lab":"N\xc0\x8aX"}', 'latin1')),
  nothing: withBody(''),
  null: withBody('null'),
  'a list': withBody('[]'),
  'a text': withBody('"ok"'),
  'half an object': withBody('{"api_token": "pcy_NMGRL_'),
  'two objects': withBody('{}{}'),
  'a sign-in page': (_, response) =>
    send(response, { status: 200, headers: { 'content-type': 'text/html' }, body: '<h1>Hello' }),
  'JSON that says it is HTML': withHeaders({ 'content-type': 'text/html' }),
  'no content type': (honest, response) => send(response, { ...honest, headers: {} }),
  'a foreign character set': withHeaders({ 'content-type': 'application/json; charset=utf-7' }),
  'large headers': withHeaders({ 'x-large': 'a'.repeat(20_000) }),
  'many headers': withHeaders(
    Object.fromEntries(Array.from({ length: 900 }, (_, index) => [`x-${index}`, 'aaaaaaaaaa'])),
  ),
  'a cookie': withHeaders({ 'set-cookie': 'session=1; Path=/' }),
  'a clock in 1970': withHeaders({ date: 'Thu, 01 Jan 1970 00:00:00 GMT' }),
  'a clock in 9999': withHeaders({ date: 'Fri, 31 Dec 9999 23:59:59 GMT' }),
  'a clock of nonsense': withHeaders({ date: 'yesterday' }),
  'a reset': (_, { socket }) => {
    socket?.resetAndDestroy();
  },
  'a reset in the middle': ({ status }, response) => {
    response.writeHead(status, { 'content-type': 'application/json', 'content-length': '900' });
    response.write('{"api_token":', () => response.socket?.resetAndDestroy());
  },
  'less than it promised': ({ status }, response) => {
    response.writeHead(status, { 'content-type': 'application/json', 'content-length': '900' });
    response.write('{}', () => response.socket?.end());
  },
  'a banner of ssh': raw('SSH-2.0-OpenSSH_9.2\r\n'),
  'a status of 99': raw('HTTP/1.1 99 What\r\nContent-Length: 2\r\n\r\n{}'),
  'a status of 999': raw(
    'HTTP/1.1 999 What\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}',
  ),
  'two lengths': raw('HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 9\r\n\r\n{}'),
  'a length below zero': raw('HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n{}'),
  'a length and chunks': raw(
    'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n',
  ),
  'chunks that are none': raw('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n{}'),
  'NUL in a header': raw('HTTP/1.1 200 OK\r\nx-a: b\u0000c\r\nContent-Length: 2\r\n\r\n{}'),
  'a protocol of its own': raw('HTTP/9.9 200 OK\r\nContent-Length: 2\r\n\r\n{}'),
  'an upgrade': raw(
    'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n',
  ),
};

const STATUSES = [
  100, 204, 205, 206, 301, 302, 303, 304, 307, 308, 400, 401, 402, 403, 404, 405, 407, 408, 409,
  410, 411, 418, 421, 422, 425, 426, 428, 429, 431, 451, 500, 501, 502, 503, 504, 508, 511, 599,
];

const RETRIES = ['0', '-1', '1e9', '999999999', 'NaN', 'Fri, 31 Dec 9999 23:59:59 GMT', '5, 7', ''];

/** What is done to the answers of every endpoint on their way, from redirects to bombs. */
export function wireAttacks(): readonly Attack[] {
  return ENDPOINTS.flatMap((endpoint) => [
    ...Object.entries({ ...FAULTS, ...STALLS }).map(([name, respond]) => ({
      name: `${endpoint}: ${name}`,
      endpoint,
      respond,
    })),
    ...STATUSES.map((status) => ({
      name: `${endpoint}: status ${status}`,
      endpoint,
      respond: changed(({ headers, body }) => ({
        status,
        headers: { ...headers, location: 'https://evil.example/' },
        body: status === 204 || status === 205 || status === 304 ? null : body,
      })),
    })),
    ...RETRIES.map((value) => ({
      name: `${endpoint}: Retry-After ${value}`,
      endpoint,
      respond: changed(({ headers }) => ({
        status: 429,
        headers: { ...headers, 'retry-after': value },
      })),
    })),
  ]);
}
