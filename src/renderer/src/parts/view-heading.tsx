import { type ReactNode, useEffect, useRef } from 'react';

/**
 * The heading of a state. It takes the focus when its view appears, so that a keyboard or a screen reader starts where
 * the news is instead of on a button that is gone.
 */
export function ViewHeading({ children }: { children: ReactNode }): ReactNode {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {children}
    </h1>
  );
}
