import { describe, expect, it, vi } from 'vitest';
import type { OnbenchBridge } from '../../src/shared/bridge.ts';
import { eventListeners, exposed, invocations } from '../fakes/fake-electron.ts';
import { REQUEST_CHANNELS, REQUEST_SAMPLES } from '../support/request-samples.ts';

vi.mock('electron', () => import('../fakes/fake-electron.ts'));

await import('../../src/preload/index.ts');
const bridge = exposed.get('onbench') as OnbenchBridge;

/** `{ enrollment: { getState } }` is the channel `enrollment:get-state`. */
function channelOf(group: string, method: string): string {
  return `${group}:${method.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

const METHODS = Object.entries(bridge).flatMap(([group, methods]) =>
  Object.entries(methods as Record<string, (...args: unknown[]) => Promise<unknown>>)
    .filter(([name]) => name !== 'onStateChanged')
    .map(([name, call]) => ({ channel: channelOf(group, name), call })),
);

describe('the bridge', () => {
  it('is all that the page gets', () => {
    expect([...exposed.keys()]).toEqual(['onbench']);
  });

  it('has one method for each request of the contract, and no other', () => {
    expect(METHODS.map(({ channel }) => channel).sort()).toEqual([...REQUEST_CHANNELS].sort());
  });

  it.each(METHODS)('asks $channel with its arguments', async ({ channel, call }) => {
    invocations.length = 0;
    const args = REQUEST_SAMPLES[channel as keyof typeof REQUEST_SAMPLES];
    expect(await call(...args)).toBe(`answer to ${channel}`);
    expect(invocations).toEqual([{ channel, args }]);
  });

  it.each(['enrollment', 'registrations'] as const)(
    'follows the state of %s without the event object, until it is told to stop',
    (group) => {
      const heard: unknown[][] = [];
      const stop = bridge[group].onStateChanged((...args: unknown[]) => heard.push(args));
      const listeners = eventListeners.get(`${group}:state-changed`);
      for (const listener of listeners ?? []) listener({ sender: 'ipcRenderer' }, { kind: 'idle' });
      expect(heard).toEqual([[{ kind: 'idle' }]]);
      stop();
      expect(listeners?.size).toBe(0);
    },
  );
});
