/* What any server costs: Fastify with nothing but a route that parses the same body and sends the same answer. */
import type { AddressInfo } from 'node:net';
import Fastify from 'fastify';
import { POLL_PATH } from '../../protocol/src/device-code-grant.ts';
import { PENDING } from '../../server/src/routes/refusals.ts';
import { serveBench } from './serve-bench.ts';

const app = Fastify();
app.post(POLL_PATH, async (_request, reply) => reply.code(425).send(PENDING));
await app.listen({ host: '127.0.0.1', port: 0 });
const { port } = app.server.address() as AddressInfo;
serveBench({ url: `http://127.0.0.1:${port}` });
