import { describe, expect, it } from 'vitest';
import { securityHeaders } from '../../server/src/security-headers.ts';

describe('securityHeaders', () => {
  it('are those of helmet, and nothing about one answer in particular', async () => {
    const { pages } = await securityHeaders();
    expect(pages['content-security-policy']).toContain("default-src 'none'");
    expect(pages['x-frame-options']).toBe('DENY');
    expect(Object.keys(pages)).toContain('cross-origin-opener-policy');
    expect(Object.keys(pages)).not.toContain('content-length');
  });

  it('leave out for data what is about documents only', async () => {
    const { data } = await securityHeaders();
    expect(Object.keys(data).sort()).toEqual([
      'cache-control',
      'content-security-policy',
      'cross-origin-resource-policy',
      'referrer-policy',
      'strict-transport-security',
      'x-content-type-options',
      'x-frame-options',
    ]);
  });
});
