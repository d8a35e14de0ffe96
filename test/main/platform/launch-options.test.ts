import { describe, expect, it } from 'vitest';
import { parseLaunchOptions } from '../../../src/main/platform/launch-options.ts';

const URL = 'https://api.example';

describe('parseLaunchOptions', () => {
  it.each<[readonly string[], string | null, string | null]>([
    [[], null, null],
    [['/checkout'], null, null],
    [['--api-base-url', URL], URL, null],
    [[`--api-base-url=${URL}`], URL, null],
    [['--trial-home', '/t', '--api-base-url', URL], URL, '/t'],
    [['/checkout', '--no-sandbox', '--trial-home', '/t'], null, '/t'],
    [['--enable-features=A,B', '--inspect=0', '--api-base-url', URL], URL, null],
    [['--api-base-url', URL, '--api-base-url', 'https://b.example'], 'https://b.example', null],
    [['--api-base-url'], null, null],
    [['--api-base-url='], null, null],
    [['--trial-home', ''], null, null],
    [['--', '--api-base-url', URL], null, null],
    [['--api-base', URL], null, null],
  ])('reads %j', (argv, apiBaseUrl, trialHome) => {
    expect(parseLaunchOptions(argv)).toEqual({ apiBaseUrl, trialHome });
  });
});
