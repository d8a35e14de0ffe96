import type { RequestChannel, Requests } from '../../src/shared/ipc.ts';

/** Good arguments for every request of the contract: a channel that is missing here does not compile. */
export const REQUEST_SAMPLES = {
  'app:get-info': [],
  'app:show-log-file': [],
  'preferences:get': [],
  'network:get': [],
  'network:set-proxy': [{ kind: 'manual', url: 'http://proxy.example:3128' }],
  'network:choose-authority': ['https://api.example'],
  'network:trust-authority': [],
  'network:forget-authority': [],
  'enrollment:get-state': [],
  'enrollment:start': ['https://api.example'],
  'enrollment:cancel': [],
  'enrollment:renew-code': [],
  'enrollment:dismiss': [],
  'enrollment:copy-user-code': [],
  'enrollment:copy-approval-link': [],
  'enrollment:open-approval-page': [],
  'enrollment:answer-host-key': [true],
  'enrollment:check-again': [],
  'enrollment:continue-despite-warnings': [],
  'recovery:reveal-token': [],
  'recovery:copy-token': [],
  'recovery:retry-keyring': [],
  'recovery:confirm-stored': [],
} as const satisfies { [Channel in RequestChannel]: Readonly<Requests[Channel]['args']> };

export const REQUEST_CHANNELS = Object.keys(REQUEST_SAMPLES) as RequestChannel[];
