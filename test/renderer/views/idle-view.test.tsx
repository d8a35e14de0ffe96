import { screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { START_PROBLEMS } from '../../../src/shared/copy/enrollment-copy.ts';
import { failed } from '../../../src/shared/result.ts';
import { showWindow } from '../show-window.tsx';

const START = { name: 'Start device-code enrollment' };

const REFUSED = [
  ['', START_PROBLEMS.empty],
  ['api.example.org', START_PROBLEMS['not-a-url']],
  ['http://api.example.org', START_PROBLEMS['not-https']],
  ['https://tess:pw@api.example.org', START_PROBLEMS['has-credentials']],
  ['https://api.example.org/?a=b', START_PROBLEMS['has-query-or-fragment']],
] as const;

describe('IdleView', () => {
  it('starts with the remembered API base URL', async () => {
    const preferences = { apiBaseUrl: 'https://api.nmgrl.example' };
    const { bridge, user } = await showWindow({ kind: 'idle' }, { preferences });
    expect(screen.getByLabelText<HTMLInputElement>('API base URL').value).toBe(
      preferences.apiBaseUrl,
    );
    await user.click(screen.getByRole('button', START));
    expect(bridge.calls).toEqual([['enrollment.start', 'https://api.nmgrl.example']]);
  });

  it('starts with what was typed, by the keyboard alone', async () => {
    const { bridge, user } = await showWindow({ kind: 'idle' });
    await user.tab();
    await user.keyboard('https://api.example.org{Enter}');
    expect(bridge.calls).toEqual([['enrollment.start', 'https://api.example.org']]);
  });

  it.each(REFUSED)(
    'refuses "%s" with its own sentence and asks nothing of main',
    async (url, sentence) => {
      const { bridge, user } = await showWindow({ kind: 'idle' });
      if (url !== '') await user.type(screen.getByLabelText('API base URL'), url);
      await user.click(screen.getByRole('button', START));
      expect(screen.getByText(sentence)).toBeTruthy();
      expect(screen.getByLabelText('API base URL').getAttribute('aria-invalid')).toBe('true');
      expect(bridge.calls).toEqual([]);
    },
  );

  it('says what is wrong on leaving the field, and takes it back on typing', async () => {
    const { user } = await showWindow({ kind: 'idle' });
    const field = screen.getByLabelText('API base URL');
    await user.type(field, 'api.example.org');
    expect(screen.queryByText(START_PROBLEMS['not-a-url'])).toBeNull();
    await user.tab();
    expect(screen.getByText(START_PROBLEMS['not-a-url'])).toBeTruthy();
    await user.type(field, '/');
    expect(screen.queryByText(START_PROBLEMS['not-a-url'])).toBeNull();
  });

  it('takes main’s word over its own', async () => {
    const { user } = await showWindow(
      { kind: 'idle' },
      { preferences: { apiBaseUrl: 'https://api.example.org' }, startResult: failed('not-https') },
    );
    await user.click(screen.getByRole('button', START));
    expect(screen.getByText(START_PROBLEMS['not-https'])).toBeTruthy();
  });
});

describe('RequestingCodeView', () => {
  it('names the server that it asks, and can be cancelled', async () => {
    const { bridge, user } = await showWindow({
      kind: 'requesting-code',
      apiBaseUrl: 'https://api.example.org',
    });
    expect(screen.getByRole('heading', { name: 'Getting a code' })).toBeTruthy();
    expect(screen.getByText('https://api.example.org')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Cancel' }));
    expect(bridge.calls).toEqual([['enrollment.cancel']]);
  });
});
