import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { STEPS } from '../../../src/shared/copy/enrollment-copy.ts';
import { showWindow } from '../show-window.tsx';
import { FINGERPRINT, FINISHING, OTHER_FINGERPRINT } from '../states.ts';

const QUESTION = {
  host: '[repo.nmgrl.example]:2222',
  knownFingerprint: FINGERPRINT,
  offeredFingerprint: OTHER_FINGERPRINT,
};

describe('FinishingView', () => {
  it('lists every step with how far it is', async () => {
    await showWindow(FINISHING);
    const steps = within(screen.getByRole('list', { name: 'Steps' })).getAllByRole('listitem');
    expect(steps.map((step) => step.textContent)).toEqual([
      `${STEPS.keyring}done`,
      `${STEPS.keys}done`,
      `${STEPS['known-hosts']}in progress`,
      `${STEPS['ssh-config']}to do`,
      `${STEPS.registration}to do`,
      `${STEPS.proof}to do`,
    ]);
    expect(steps[2]?.getAttribute('aria-current')).toBe('step');
  });

  it('asks about a changed host key with both fingerprints, the safe answer first', async () => {
    const window = await showWindow(FINISHING);
    await window.publish({ ...FINISHING, question: QUESTION });
    const dialog = screen.getByRole('alertdialog', { name: 'The git host’s key has changed' });
    expect(dialog.contains(document.activeElement)).toBe(true);
    for (const text of Object.values(QUESTION)) expect(dialog.textContent).toContain(text);
    const answers = within(dialog).getAllByRole('button');
    expect(answers.map((answer) => answer.textContent)).toEqual(['Stop', 'Trust the new key']);
  });

  it.each([
    ['Stop', false],
    ['Trust the new key', true],
  ])('answers the question on %s', async (name, trust) => {
    const { bridge, user } = await showWindow({ ...FINISHING, question: QUESTION });
    await user.click(screen.getByRole('button', { name }));
    expect(bridge.calls).toEqual([['enrollment.answerHostKey', trust]]);
  });
});
