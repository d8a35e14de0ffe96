import type { ReactNode } from 'react';

/** Lines of an ssh config as they stand in the file. Long paths scroll, by keyboard too. */
export function ConfigBlock({ text }: { text: string }): ReactNode {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard.
    <section className="config-block" tabIndex={0} aria-label="SSH config lines">
      <pre>{text.trimEnd()}</pre>
    </section>
  );
}
