import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { collectDiagnostics } from '../../../src/main/diagnostics/collect-diagnostics.ts';
import { EnrollmentHistory } from '../../../src/main/diagnostics/enrollment-history.ts';
import type { EnrollmentState } from '../../../src/shared/enrollment.ts';
import type { NetworkSettings } from '../../../src/shared/network-settings.ts';
import type { PreFlightCheck } from '../../../src/shared/pre-flight.ts';
import { NO_REGISTRATIONS } from '../../../src/shared/registrations.ts';
import { AWAITING_APPROVAL, CHECKING, ENROLLED, failed } from '../../renderer/states.ts';
import { scratchFolder } from '../../support/scratch-folder.ts';

const NETWORK: NetworkSettings = {
  proxy: { kind: 'manual', url: 'http://proxy.example:3128' },
  isProxyManaged: true,
  authority: null,
  isAuthorityManaged: false,
};

const NOW_MS = Date.parse('2026-05-09T12:00:00Z');

async function collect(
  states: readonly EnrollmentState[],
  { log = '' }: { readonly log?: string } = {},
) {
  const home = await scratchFolder();
  const logFile = join(home, 'logs/onbench.log');
  await mkdir(join(home, 'logs'));
  await writeFile(logFile, log.replaceAll('<home>', home));
  let nowMs = NOW_MS - 10_000;
  const history = new EnrollmentHistory(() => nowMs);
  for (const state of states) {
    history.record(state);
    nowMs += 2_500;
  }
  const report = await collectDiagnostics({
    info: {
      version: '1.2.3',
      platform: 'linux',
      trialHome: null,
      keyringService: 'pychron.cloud',
      logFile,
      hostname: 'lab-mac-01',
      policy: { kind: 'none' },
    },
    enrollment: states.at(-1) ?? { kind: 'idle' },
    history,
    registrations: NO_REGISTRATIONS,
    network: NETWORK,
    home,
    nowMs: NOW_MS,
  });
  return { ...report, home };
}

describe('collectDiagnostics', () => {
  it('names versions, system and host', async () => {
    const { text } = await collect([]);
    expect(text).toContain('Onbench 1.2.3');
    expect(text).toContain(`Node ${process.versions.node}`);
    expect(text).toContain('Host name: lab-mac-01');
  });

  it('names the way to the server and who decided it', async () => {
    const { text } = await collect([]);
    expect(text).toContain('policy: {"kind":"none"}');
    expect(text).toContain('proxy: http://proxy.example:3128, by the lab');
  });

  it('has no code that an administrator could be given, and no link with one', async () => {
    const { text, blanked } = await collect([AWAITING_APPROVAL]);
    expect(text).toContain(AWAITING_APPROVAL.keyFingerprint);
    expect(text).not.toContain(AWAITING_APPROVAL.userCode);
    expect(text).not.toContain(AWAITING_APPROVAL.verificationUrl);
    expect(blanked).toBe(0);
  });

  it('tells how long each state lasted', async () => {
    const { text } = await collect([AWAITING_APPROVAL, failed({ kind: 'denied' })]);
    expect(text).toContain('2026-05-09T11:59:50.000Z  awaiting-approval (2.5 s)');
    expect(text).toContain('2026-05-09T11:59:52.500Z  failed: denied (7.5 s)');
  });

  it('keeps the checks of a pre-flight that is over, with their numbers', async () => {
    const problem = { kind: 'clock-off', offByMs: 150_000 } as const;
    const clock: PreFlightCheck = {
      name: 'clock',
      subject: null,
      progress: { kind: 'warning', problem },
    };
    const { text } = await collect([{ ...CHECKING, checks: [clock] }, AWAITING_APPROVAL]);
    expect(text).toMatch(/clock: warning T-\d+ \{"kind":"clock-off","offByMs":150000\}/);
  });

  it('names proofs and failures', async () => {
    expect((await collect([ENROLLED])).text).toContain('proof: {"check":"token"');
    const failure = { kind: 'file-error', step: 'keys', path: '/x', code: 'ENOSPC' } as const;
    expect((await collect([failed(failure)])).text).toContain(
      'failure: {"kind":"file-error","step":"keys","path":"/x","code":"ENOSPC"}',
    );
  });

  it('shortens the home folder, and no other path that begins like it', async () => {
    const { text, home } = await collect([], { log: '<home>/.ssh/config <home>2/x' });
    expect(text).toContain(`~/.ssh/config ${home}2/x`);
  });

  it('ends with the log, blanked and counted', async () => {
    const { text, blanked } = await collect([], { log: '{"a":"pcy_NMGRL_c2VjcmV0"}\n' });
    expect(text).toContain('{"a":"pcy_[blanked]"}');
    expect(blanked).toBe(1);
  });

  it('has the end of a long log, in whole lines', async () => {
    const lines = Array.from({ length: 20_000 }, (_, number) => `line ${number}`);
    const { text } = await collect([], { log: lines.join('\n') });
    const shown = text.split('Log\n')[1]?.trimEnd().split('\n') ?? [];
    expect(shown.at(-1)).toBe('  line 19999');
    expect(shown.every((line) => /^ {2}line \d{4,5}$/.test(line))).toBe(true);
    expect(text.length).toBeLessThan(100_000);
  });
});
