import type { ReactNode } from 'react';

/** `ABCD-EFGH`, large. A click selects the whole code; a screen reader spells each half. */
export function UserCode({ code }: { code: string }): ReactNode {
  const [first = '', second = ''] = code.split('-');
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for form controls; this is a code to read.
    <div className="user-code" role="group" aria-label="Code">
      <CodeHalf letters={first} />
      <span className="user-code-dash">-</span>
      <CodeHalf letters={second} />
    </div>
  );
}

function CodeHalf({ letters }: { letters: string }): ReactNode {
  return (
    <span role="img" aria-label={[...letters].join(' ')}>
      {letters}
    </span>
  );
}
