import { cleanup, fireEvent, screen } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { enterCode, openPage, press, signIn } from './open-page.tsx';
import { LAB_MAC, ok, refusal, type ScriptedAnswer } from './scripted-server.ts';

afterEach(cleanup);

describe('entering the code', () => {
  it('shows a prefilled code and asks the server nothing about it by itself', async () => {
    const { server } = openPage({}, 'bcdfghjk');
    const input = await screen.findByLabelText<HTMLInputElement>('Code');
    expect(input.value).toBe('BCDF-GHJK');
    expect(server.sent.map(({ path }) => path)).toEqual(['/api/v1/session']);
  });

  it('shows what is typed as ABCD-EFGH and sends the canonical code', async () => {
    const { server, user } = openPage();
    const input = await screen.findByLabelText<HTMLInputElement>('Code');
    await user.type(input, ' bcdf-g hjk');
    expect(input.value).toBe('BCDF-GHJK');
    await press(user, 'Continue');
    await screen.findByRole('heading', { name: 'Review this request' });
    expect(server.sent.at(-1)).toEqual({
      method: 'POST',
      path: '/api/v1/forgejo/device-codes/lookup',
      headers: {
        accept: 'application/json',
        'content-type': 'application/json',
        'x-csrf-token': 'csrf-of-ada',
      },
      body: { user_code: 'BCDFGHJK' },
    });
  });

  it('takes a pasted code', async () => {
    const { user } = openPage();
    const input = await screen.findByLabelText<HTMLInputElement>('Code');
    await user.click(input);
    await user.paste('  bcdf – ghjk\n');
    expect(input.value).toBe('BCDF-GHJK');
  });

  it('leaves the caret where a letter was mended', async () => {
    const { user } = openPage({}, 'BCDF-GHJK');
    const input = await screen.findByLabelText<HTMLInputElement>('Code');
    await user.type(input, '{Backspace}x', { initialSelectionStart: 2, initialSelectionEnd: 2 });
    expect([input.value, input.selectionStart]).toEqual(['BXDF-GHJK', 2]);
  });

  it('leaves text alone that a phone’s keyboard is still composing', async () => {
    openPage();
    const input = await screen.findByLabelText<HTMLInputElement>('Code');
    fireEvent.input(input, { target: { value: 'bcdfg' }, isComposing: true });
    expect(input.value).toBe('bcdfg');
    fireEvent.compositionEnd(input);
    expect(input.value).toBe('BCDF-G');
  });

  it.each<[string, string, string]>([
    ['too short', 'bcd', 'A code has eight letters'],
    ['too long', 'bcdfghjkl', 'A code has eight letters'],
    ['a vowel', 'abcd-efgh', 'never has digits, vowels, the letter Y'],
    ['a digit', 'bcdf-ghj0', 'never has digits, vowels, the letter Y'],
    ['nothing', ' ', 'A code has eight letters'],
  ])('refuses %s without asking the server', async (_, code, sentence) => {
    const { server, user } = openPage();
    await enterCode(user, code);
    expect((await screen.findByRole('alert')).textContent).toContain(sentence);
    expect(server.sent).toHaveLength(1);
  });

  it.each<[string, ScriptedAnswer, string]>([
    ['a wrong code', refusal(404, 'unknown_code'), 'There is no request with this code'],
    ['an expired code', refusal(404, 'expired_code'), 'This code has expired'],
    ['a decided code', refusal(410, 'already_decided'), 'already been approved or denied'],
    ['too many look-ups', refusal(429, 'too_many_attempts'), 'Too many attempts'],
    ['a proxy’s 404', { status: 404, body: 'nope' }, 'that this page cannot use'],
    ['a server out of reach', 'unreachable', 'could not be reached'],
  ])('says what to do about %s, at the field, which keeps its text', async (_, answer, words) => {
    const { user } = openPage({ 'POST lookup': answer });
    await enterCode(user);
    expect((await screen.findByRole('alert')).textContent).toContain(words);
    const input = screen.getByLabelText<HTMLInputElement>('Code');
    expect([input.value, document.activeElement]).toEqual(['BCDF-GHJK', input]);
    expect(input.getAttribute('aria-describedby')).toContain(screen.getByRole('alert').id);
  });

  it('asks to sign in again when the session ended, and goes on with the same code', async () => {
    const lookups = [refusal(401, 'not_signed_in'), ok(LAB_MAC)];
    const { user } = openPage({ 'POST lookup': lookups });
    await enterCode(user);
    expect((await screen.findByRole('status')).textContent).toContain('Your session has ended');
    await signIn(user);
    expect(await screen.findByRole('heading', { name: 'Review this request' })).toBeTruthy();
  });
});
