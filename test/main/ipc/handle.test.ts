import type { WebContents } from 'electron';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type Handlers, handleRequests, publish } from '../../../src/main/ipc/handle.ts';
import type { RequestChannel } from '../../../src/shared/ipc.ts';
import { requestListeners } from '../../fakes/fake-electron.ts';
import { REQUEST_CHANNELS, REQUEST_SAMPLES } from '../../support/request-samples.ts';

vi.mock('electron', () => import('../../fakes/fake-electron.ts'));

const OWN_PAGE = { url: 'onbench://app/index.html', parent: null };

let received: { channel: string; args: readonly unknown[] }[] = [];

beforeEach(() => {
  received = [];
  requestListeners.clear();
  const handlers = REQUEST_CHANNELS.map((channel) => [
    channel,
    (...args: unknown[]) => {
      received.push({ channel, args });
      return `done: ${channel}`;
    },
  ]);
  handleRequests(Object.fromEntries(handlers) as Handlers, 'onbench://app');
});

function send(channel: RequestChannel, args: readonly unknown[], senderFrame: unknown = OWN_PAGE) {
  return requestListeners.get(channel)?.({ senderFrame }, ...args);
}

describe('handleRequests', () => {
  it.each(REQUEST_CHANNELS)('answers %s for our own page', (channel) => {
    const args = REQUEST_SAMPLES[channel];
    expect(send(channel, args)).toBe(`done: ${channel}`);
    expect(received).toEqual([{ channel, args }]);
  });

  it.each<[string, unknown]>([
    ['a frame that is gone', null],
    ['a frame inside our page', { url: OWN_PAGE.url, parent: OWN_PAGE }],
    ['another origin', { url: 'https://evil.example/index.html', parent: null }],
    ['another host of our scheme', { url: 'onbench://evil/index.html', parent: null }],
    ['a longer host of our scheme', { url: 'onbench://app.evil/index.html', parent: null }],
    ['another port of our scheme', { url: 'onbench://app:1/index.html', parent: null }],
    ['a file', { url: 'file:///app/index.html', parent: null }],
    ['an empty page', { url: 'about:blank', parent: null }],
    ['our origin as a name', { url: 'https://onbench://app/', parent: null }],
  ])('refuses %s on every channel', (_, senderFrame) => {
    for (const channel of REQUEST_CHANNELS) {
      expect(() => send(channel, REQUEST_SAMPLES[channel], senderFrame)).toThrow();
    }
    expect(received).toEqual([]);
  });

  it.each(REQUEST_CHANNELS)('refuses an argument too many for %s', (channel) => {
    expect(() => send(channel, [...REQUEST_SAMPLES[channel], null])).toThrow(
      `${channel}: refused for its arguments`,
    );
    expect(received).toEqual([]);
  });

  it.each<[RequestChannel, readonly unknown[]]>([
    ['enrollment:start', []],
    ['enrollment:start', [undefined]],
    ['enrollment:start', [{ toString: () => 'https://api.example' }]],
    ['enrollment:start', [['https://api.example']]],
    ['enrollment:start', [`https://${'a'.repeat(2_048)}`]],
    ['enrollment:answer-host-key', []],
    ['enrollment:answer-host-key', ['true']],
    ['enrollment:answer-host-key', [1]],
    ['registrations:revoke', ['NMGRL']],
    ['registrations:revoke', ['NMGRL', 'false']],
    ['registrations:switch-to', ['../NMGRL']],
    ['registrations:test-connection', ['-oProxyCommand=x']],
    ['registrations:clone', ['NMGRL', '--upload-pack=x']],
    ['registrations:clone', ['NMGRL', 'NMGRL/../x']],
    ['registrations:clone', ['NMGRL', 'https://evil.example/x']],
  ])('refuses %s with %j', (channel, args) => {
    expect(() => send(channel, args)).toThrow(`${channel}: refused for its arguments`);
    expect(received).toEqual([]);
  });
});

describe('publish', () => {
  const state = { kind: 'idle' } as const;

  function contents(isDestroyed: boolean) {
    const sent: unknown[] = [];
    const subject = {
      isDestroyed: () => isDestroyed,
      send: (...args: unknown[]) => sent.push(args),
    };
    return { sent, subject: subject as unknown as WebContents };
  }

  it('tells the window', () => {
    const { sent, subject } = contents(false);
    publish(subject, 'enrollment:state-changed', state);
    expect(sent).toEqual([['enrollment:state-changed', state]]);
  });

  it('says nothing to a window that is gone', () => {
    const { sent, subject } = contents(true);
    publish(subject, 'enrollment:state-changed', state);
    expect(sent).toEqual([]);
  });
});
