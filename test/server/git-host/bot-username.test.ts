import { describe, expect, it } from 'vitest';
import { botUsername } from '../../../server/src/git-host/bot-username.ts';

describe('botUsername', () => {
  it('takes its digits from the fingerprint', () => {
    const digest = Buffer.from('deadbeef00112233'.padEnd(64, '0'), 'hex');
    const fingerprint = `SHA256:${digest.toString('base64').replace(/=+$/, '')}`;
    expect(botUsername('NMGRL', fingerprint)).toBe('bot-NMGRL-deadbeef');
  });
});
