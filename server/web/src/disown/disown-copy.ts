/* The words behind *this was not me*. They speak to a technician, who may have no account here. */

export const DISOWN_WORDS = {
  asking: {
    heading: 'Was this not you?',
    effect:
      'If you revoke it, its token and its SSH key stop working at once. What is stored on its own disk stays there. This cannot be taken back: to work again, it is enrolled anew.',
    advice: 'If you did enroll it, there is nothing to do: close this page.',
  },
  done: {
    heading: 'Revoked',
    advice:
      'Tell an administrator of the lab that it was not you: somebody had it approved in your name.',
  },
  over: {
    heading: 'This link is not valid any more',
    advice:
      'The device has no access any more, or a newer e-mail has another link. If you are unsure, ask an administrator of the lab.',
  },
  failed: { heading: 'That did not work' },
} as const;

export const DISOWN_TITLE = 'This was not me · Onbench';
