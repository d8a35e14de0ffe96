import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { sql } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import { eachTestApp } from '../support/each-test-app.ts';
import { RommDevice } from '../support/romm-device.ts';
import type { TestApp } from '../support/test-app.ts';

/* Byte by byte, off the socket: nobody learns from an answer why a code is not valid (security.md T08). */

const DEVICE_CODES = '/api/v1/forgejo/device-codes';

let test: TestApp;
eachTestApp((app) => {
  test = app;
});
beforeEach(async () => {
  await test.app.listen({ host: '127.0.0.1', port: 0 });
  return () => test.app.close();
});

/** Everything that the server sends, up to the end of the connection, without the one line that tells the time. */
async function bytesOf(path: string, deviceCode: string): Promise<string> {
  const { port } = test.app.server.address() as AddressInfo;
  const body = JSON.stringify({ device_code: deviceCode });
  const socket = connect(port, '127.0.0.1');
  const chunks: Buffer[] = [];
  socket.on('data', (chunk) => chunks.push(chunk));
  socket.write(
    [
      `POST ${path} HTTP/1.1`,
      'Host: enroll.example',
      'Connection: close',
      'Content-Type: application/json',
      `Content-Length: ${body.length}`,
      '',
      body,
    ].join('\r\n'),
  );
  await once(socket, 'close');
  return Buffer.concat(chunks)
    .toString('latin1')
    .replace(/^Date: .*\r\n/m, '');
}

async function startApproved(): Promise<string> {
  const { device_code, user_code } = await test.start();
  expect((await test.decide('approve', user_code, await test.signIn())).statusCode).toBe(200);
  return device_code;
}

async function startUsed(): Promise<string> {
  const code = await startApproved();
  expect((await test.poll(code)).statusCode).toBe(200);
  return code;
}

/** Codes of every kind for which there is no other answer than that there is none. */
async function codesThatAreGone(): Promise<Readonly<Record<string, string>>> {
  const expired = (await test.start()).device_code;
  const approvedAndExpired = await startApproved();
  test.clock.advance(15 * 60 + 1);
  const used = await startUsed();
  const revoked = await startUsed();
  await test.db.execute(sql`update credentials set revoked_at = now()`);
  const paired = await new RommDevice(test).init();
  return {
    unknown: 'x'.repeat(43),
    malformed: '../../etc/passwd',
    expired,
    approvedAndExpired,
    used,
    revoked,
    ofAnotherDialect: paired.device_code,
  };
}

describe.each(['poll', 'ack'])('the 410 of %s', (verb) => {
  it('is the same, byte for byte, whatever became of the code', async () => {
    const codes = await codesThatAreGone();
    const path = `${DEVICE_CODES}/${verb}`;
    const expected = await bytesOf(path, codes.unknown ?? '');
    expect(expected).toMatch(/^HTTP\/1\.1 410 Gone\r\n/);
    for (const [kind, code] of Object.entries(codes)) {
      expect([kind, await bytesOf(path, code)]).toEqual([kind, expected]);
    }
  });
});
