import { describe, expect, it } from 'vitest';
import { hostSlug } from '../../../src/main/workstation/host-slug.ts';

describe('hostSlug', () => {
  it.each([
    ['lab-mac-01', 'lab-mac-01'],
    ['Lab_Mac', 'Lab_Mac'],
    ['lab.example.org', 'lab_example_org'],
    ["Jane's Mac", 'Jane_s_Mac'],
    ['Labor-Süd', 'Labor-S_d'],
    ['実験室', '___'],
    ['a\u{1f52c}b', 'a_b'],
    ['../../etc', '______etc'],
    ['a\nb', 'a_b'],
    ['a/b\\c', 'a_b_c'],
    ['%h$(id)', '_h__id_'],
  ])('makes %j into %s', (hostname, slug) => {
    expect(hostSlug(hostname)).toBe(slug);
  });
});
