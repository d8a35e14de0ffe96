import type { ReactNode } from 'react';

/** What happens, in order, side by side. */
export function Instructions({ steps }: { steps: readonly string[] }): ReactNode {
  return (
    <ol className="instructions">
      {steps.map((step) => (
        <li key={step}>
          <p>{step}</p>
        </li>
      ))}
    </ol>
  );
}
