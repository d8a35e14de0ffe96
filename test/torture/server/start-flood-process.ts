/*
 * A flood of starts in a process of its own, so that what it costs to send does not show in what others measure. Takes
 * the URL, how many starts, and from how many addresses of loopback; writes how many got which status.
 */
import { Agent, request } from 'node:http';
import { DEVICE_CODES_PATH } from '../../../protocol/src/device-code-grant.ts';
import { newPublicKey } from '../../support/new-public-key.ts';

const CONNECTIONS_EACH = 2;
const TYPE = { 'content-type': 'application/json' };

const [url = '', starts = '0', addresses = '1'] = process.argv.slice(2);
const body = JSON.stringify({ public_key: newPublicKey(), hostname: 'flood' });
const statuses: Record<string, number> = {};
let left = Number(starts);

await Promise.all(
  Array.from({ length: Number(addresses) }, (_, index) => `127.0.0.${index + 2}`).flatMap(
    (localAddress) => {
      const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS_EACH, localAddress });
      return Array.from({ length: CONNECTIONS_EACH }, () => flood(agent));
    },
  ),
);
process.stdout.write(JSON.stringify(statuses));
process.exit(0);

async function flood(agent: Agent): Promise<void> {
  while (left > 0) {
    left -= 1;
    const status = await start(agent).catch((error: NodeJS.ErrnoException) => String(error.code));
    statuses[status] = (statuses[status] ?? 0) + 1;
  }
}

function start(agent: Agent): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = request(
      url + DEVICE_CODES_PATH,
      { method: 'POST', headers: TYPE, agent },
      (response) => {
        response.resume();
        response.on('end', () => resolve(String(response.statusCode)));
        response.on('error', reject);
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}
