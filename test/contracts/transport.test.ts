import { createNodeTransport } from '../../src/main/api/node-transport.ts';
import { describeTransport } from './transport-contract.ts';

describeTransport('createNodeTransport', (timeoutMs) => createNodeTransport({ timeoutMs }));
