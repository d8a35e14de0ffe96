import { describe, expect, it } from 'vitest';
import {
  decideTokenAnswer,
  type PolledGrant,
} from '../../../server/src/grants/decide-token-answer.ts';
import { PACES } from '../../../server/src/grants/polling-pace.ts';

const NOW = new Date('2026-05-09T12:00:00Z');
const secondsFromNow = (seconds: number) => new Date(NOW.getTime() + seconds * 1_000);

const PENDING: PolledGrant = {
  status: 'pending',
  expiresAt: secondsFromNow(600),
  lastPolledAt: null,
  intervalSeconds: 5,
  consumedAt: null,
  sealedAnswer: null,
};

const USED: PolledGrant = { ...PENDING, status: 'consumed', consumedAt: NOW };

describe('decideTokenAnswer', () => {
  it.each<[string, PolledGrant | null, unknown]>([
    ['an unknown code', null, { kind: 'gone' }],
    ['a first poll', PENDING, { kind: 'pending' }],
    ['an approved code', { ...PENDING, status: 'approved' }, { kind: 'approved' }],
    ['a denied code', { ...PENDING, status: 'denied' }, { kind: 'denied' }],
    ['a used code', USED, { kind: 'gone' }],
    [
      'a used code whose answer is kept, after its own expiry',
      { ...USED, sealedAnswer: 'x', consumedAt: secondsFromNow(-599.999), expiresAt: NOW },
      { kind: 'answered-before', sealedAnswer: 'x' },
    ],
    [
      'an answer that is kept for 10 minutes',
      { ...USED, sealedAnswer: 'x', consumedAt: secondsFromNow(-600) },
      { kind: 'gone' },
    ],
    ['the last millisecond', { ...PENDING, expiresAt: secondsFromNow(0.001) }, { kind: 'pending' }],
    ['the moment of expiry', { ...PENDING, expiresAt: NOW }, { kind: 'gone' }],
    [
      'an approval that nobody came for',
      { ...PENDING, status: 'approved', expiresAt: NOW },
      { kind: 'gone' },
    ],
    [
      'a denial after the expiry',
      { ...PENDING, status: 'denied', expiresAt: NOW },
      { kind: 'gone' },
    ],
    [
      'half the interval to the millisecond',
      { ...PENDING, lastPolledAt: secondsFromNow(-2.5) },
      { kind: 'pending' },
    ],
    [
      'just below half the interval',
      { ...PENDING, lastPolledAt: secondsFromNow(-2.499) },
      { kind: 'slow-down', intervalSeconds: 10 },
    ],
    [
      'an interval that has grown already',
      { ...PENDING, lastPolledAt: secondsFromNow(-7), intervalSeconds: 15 },
      { kind: 'slow-down', intervalSeconds: 20 },
    ],
    [
      'an interval near its cap',
      { ...PENDING, lastPolledAt: secondsFromNow(-1), intervalSeconds: 58 },
      { kind: 'slow-down', intervalSeconds: 60 },
    ],
    [
      'an approval asked for too soon',
      { ...PENDING, status: 'approved', lastPolledAt: secondsFromNow(-1) },
      { kind: 'approved' },
    ],
  ])('decides %s', (_name, grant, answer) => {
    expect(decideTokenAnswer(grant, NOW, PACES.pychron)).toEqual(answer);
  });

  it.each([
    [4.5, 'pending'],
    [4.499, 'slow-down'],
  ])('measures a poll after %d s by the share that a dialect lets pass', (seconds, kind) => {
    const grant = { ...PENDING, lastPolledAt: secondsFromNow(-seconds) };
    expect(decideTokenAnswer(grant, NOW, PACES.romm).kind).toBe(kind);
  });
});
