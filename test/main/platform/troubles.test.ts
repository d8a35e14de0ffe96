import { describe, expect, it } from 'vitest';
import { Troubles } from '../../../src/main/platform/troubles.ts';
import type { Trouble } from '../../../src/shared/diagnostics.ts';
import { RecordedLog } from '../../fakes/recorded-log.ts';

function followed() {
  const log = new RecordedLog();
  const troubles = new Troubles(log);
  const told: (Trouble | null)[] = [];
  troubles.subscribe((trouble) => told.push(trouble));
  return { log, troubles, told };
}

describe('Troubles', () => {
  it('tells what happened until it is dismissed', () => {
    const { troubles, told } = followed();
    troubles.report('window', { details: 'x' });
    expect(troubles.current).toBe('window');
    troubles.dismiss();
    expect(told).toEqual(['window', null]);
  });

  it('does not let a lesser trouble hide one of main', () => {
    const { troubles } = followed();
    troubles.report('app', { err: new Error('x') });
    troubles.report('window', { details: 'x' });
    expect(troubles.current).toBe('app');
  });

  it('logs the details of a page with secrets blanked', () => {
    const { troubles, log } = followed();
    troubles.report('window', { details: 'Error: pcy_NMGRL_c2VjcmV0 at x' });
    expect(JSON.stringify(log)).toContain('Error: pcy_[blanked] at x');
  });
});
