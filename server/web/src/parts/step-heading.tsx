import { type ReactNode, useEffect, useRef } from 'react';

/** The heading of a step. It takes the focus when the step begins, so that the step is read out. */
export function StepHeading({ children }: { readonly children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {children}
    </h1>
  );
}
