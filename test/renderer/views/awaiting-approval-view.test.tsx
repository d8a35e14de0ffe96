import { act, fireEvent, screen, within } from '@testing-library/react';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { qrPath } from '../../../src/renderer/src/parts/qr-path.ts';
import { EARLIER_CODES, NETWORK_TROUBLES } from '../../../src/shared/copy/enrollment-copy.ts';
import { showWindow } from '../show-window.tsx';
import { AWAITING_APPROVAL, FINGERPRINT } from '../states.ts';

describe('AwaitingApprovalView', () => {
  it('shows the code whole and spells each half', async () => {
    await showWindow(AWAITING_APPROVAL);
    expect(screen.getByRole('group', { name: 'Code' }).textContent).toBe('BCDF-GHJK');
    expect(screen.getByRole('img', { name: 'B C D F' })).toBeTruthy();
    expect(screen.getByRole('img', { name: 'G H J K' })).toBeTruthy();
  });

  it('shows the address, the key and the QR code of the complete link', async () => {
    await showWindow(AWAITING_APPROVAL);
    expect(screen.getByText(AWAITING_APPROVAL.verificationUrl)).toBeTruthy();
    expect(screen.getByText('Key fingerprint').nextElementSibling?.textContent).toBe(FINGERPRINT);
    const drawn = screen.getByRole('img', { name: /QR code/ }).querySelector('path');
    expect(drawn?.getAttribute('d')).toBe(qrPath(AWAITING_APPROVAL.verificationUrlComplete)?.path);
  });

  it('shows the time left as text and as a bar', async () => {
    const window = await showWindow(AWAITING_APPROVAL);
    expect(screen.getByText('14:05')).toBeTruthy();
    await window.publish({ ...AWAITING_APPROVAL, remainingMs: 59_001 });
    expect(screen.getByText('01:00')).toBeTruthy();
    const bar = screen.getByRole<HTMLProgressElement>('progressbar', { name: 'Time left' });
    expect([bar.getAttribute('value'), bar.getAttribute('max')]).toEqual(['59001', '900000']);
  });

  it('says that an impossible link has no QR code, and keeps the code', async () => {
    await showWindow({ ...AWAITING_APPROVAL, verificationUrlComplete: 'x'.repeat(3_000) });
    expect(screen.getByText(/too long for a QR code/)).toBeTruthy();
    expect(screen.getByRole('group', { name: 'Code' })).toBeTruthy();
  });

  it.each([
    ['New code', 'enrollment.renewCode'],
    ['Cancel', 'enrollment.cancel'],
    ['Copy code', 'enrollment.copyUserCode'],
    ['Copy link', 'enrollment.copyApprovalLink'],
    ['Open page', 'enrollment.openApprovalPage'],
  ])('asks main for exactly one thing on %s', async (name, call) => {
    const { bridge, user } = await showWindow(AWAITING_APPROVAL);
    await user.click(screen.getByRole('button', { name }));
    expect(bridge.calls).toEqual([[call]]);
  });

  it('tells every file that an approval changes, and the lines for the ssh config', async () => {
    await showWindow(AWAITING_APPROVAL);
    const details = screen.getByText('What will change on this machine').closest('details');
    expect(details?.open).toBe(false);
    const { files } = AWAITING_APPROVAL.changes;
    for (const path of Object.values(files))
      expect(within(details as HTMLElement).getByText(path)).toBeTruthy();
    const lines = screen.getByRole('region', { name: 'SSH config lines', hidden: true });
    expect(lines.textContent).toContain('Host pychron-<lab>\n    HostName <git host>\n');
  });

  it('says beforehand what is wrong with the ssh config', async () => {
    const sshConfig = { kind: 'conflict', problem: 'damaged-markers', line: 3 } as const;
    const changes = { ...AWAITING_APPROVAL.changes, sshConfig };
    const window = await showWindow({ ...AWAITING_APPROVAL, changes });
    expect(screen.getByText(/damaged at line 3/).closest('details')?.open).toBe(true);
    await window.publish({
      ...AWAITING_APPROVAL,
      changes: { ...changes, sshConfig: { kind: 'unusable', code: 'EACCES' } },
    });
    expect(screen.getByText(/cannot be changed. You may not write there/)).toBeTruthy();
  });

  it.each(['revoked', 'could-not-revoke'] as const)(
    'says what became of the code before: %s',
    async (earlierCode) => {
      await showWindow({ ...AWAITING_APPROVAL, earlierCode });
      expect(screen.getByRole('status').textContent).toBe(EARLIER_CODES[earlierCode]);
    },
  );

  it('says for two seconds that the code was copied', async () => {
    const { settle } = await showWindow(AWAITING_APPROVAL);
    vi.useFakeTimers();
    onTestFinished(() => {
      vi.useRealTimers();
    });
    fireEvent.click(screen.getByRole('button', { name: 'Copy code' }));
    await settle();
    act(() => vi.advanceTimersByTime(1_999));
    expect(screen.getByRole('button', { name: 'Copied' })).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Copy link' })).toBeTruthy();
    act(() => vi.advanceTimersByTime(1));
    expect(screen.getByRole('button', { name: 'Copy code' })).toBeTruthy();
  });

  it('tells how polling fares in a sentence', async () => {
    const window = await showWindow(AWAITING_APPROVAL);
    expect(screen.getByText('Waiting for your administrator’s answer.')).toBeTruthy();

    await window.publish({
      ...AWAITING_APPROVAL,
      polling: { kind: 'slowed-down', intervalMs: 10_000 },
    });
    expect(screen.getByText(/slow down: we ask every 10 s/)).toBeTruthy();

    await window.publish({
      ...AWAITING_APPROVAL,
      polling: { kind: 'retrying', cause: 'timed-out', failures: 2, retryInMs: 9_200 },
    });
    expect(screen.getByText(NETWORK_TROUBLES['timed-out'].what)).toBeTruthy();
    expect(screen.getByText(/Next try in 10 s/)).toBeTruthy();

    await window.publish({
      ...AWAITING_APPROVAL,
      polling: { kind: 'retrying', cause: { status: 503 }, failures: 1, retryInMs: 5_000 },
    });
    expect(screen.getByText(/status 503/)).toBeTruthy();
  });

  it('announces the sentence, but not the countdown', async () => {
    await showWindow({
      ...AWAITING_APPROVAL,
      polling: { kind: 'retrying', cause: 'offline', failures: 1, retryInMs: 5_000 },
    });
    expect(screen.getByText(NETWORK_TROUBLES.offline.what).getAttribute('aria-live')).toBe(
      'polite',
    );
    expect(screen.getByText(/Next try in/).closest('[aria-live]')).toBeNull();
    expect(screen.getByText('14:05').closest('[aria-live]')).toBeNull();
  });
});
