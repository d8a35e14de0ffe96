import { type Decider, workstationAgent } from '../../server/src/audit/agent.ts';

/** Who does what in tests that go without routes. */
export const ADA: Decider = {
  kind: 'administrator',
  id: '00000000-0000-4000-8000-00000000000a',
  name: 'ada',
  address: '127.0.0.1',
};

export const EVE: Decider = {
  kind: 'administrator',
  id: '00000000-0000-4000-8000-00000000000e',
  name: 'eve',
  address: '127.0.0.2',
};

export const WORKSTATION = workstationAgent('127.0.0.3');
