import type { DiagnosticsSaved, Trouble } from '../../../shared/diagnostics.ts';

export const TROUBLES: Record<Trouble, { heading: string; what: string; next: string }> = {
  window: {
    heading: 'This window had a problem',
    what: 'Onbench itself goes on: an enrollment under way, and everything on this machine, is as it was.',
    next: 'Go back to it. If this happens again, send the diagnostics to whoever supports you.',
  },
  app: {
    heading: 'Onbench had a problem',
    what: 'Something happened that it does not know. What was finished stays finished, and an enrollment under way is taken up again after a restart.',
    next: 'Restart Onbench. If this happens again, send the diagnostics to whoever supports you.',
  },
};

export function blankedSentence(blanked: number): string {
  if (blanked === 0) return 'No token, key or code is in it.';
  const places = blanked === 1 ? '1 place' : `${blanked} places`;
  return `${places} looked like a secret and were blanked. Read it with care before you pass it on, and report this.`;
}

export function savedSentence(saved: DiagnosticsSaved): string {
  switch (saved.kind) {
    case 'saved':
      return `Saved as ${saved.path}`;
    case 'not-chosen':
      return '';
    case 'failed':
      return `It could not be saved there (${saved.code}). Choose another folder.`;
  }
}
