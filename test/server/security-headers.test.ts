import { describe, expect, it } from 'vitest';
import { securityHeaders } from '../../server/src/security-headers.ts';

describe('securityHeaders', () => {
  it('are those of helmet, and nothing about one answer in particular', async () => {
    const headers = await securityHeaders();
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(headers['x-frame-options']).toBe('DENY');
    expect(Object.keys(headers)).toContain('cross-origin-opener-policy');
    expect(Object.keys(headers)).not.toContain('content-length');
  });
});
