import { useEffect, useState } from 'react';

const CLOSES_AFTER_MS = 3_000;

/** Closes the tab after 3 s. Browsers close only what a script opened: a tab that is still there stays `open`. */
export function useClosingTab(): 'closing' | 'open' {
  const [kind, setKind] = useState<'closing' | 'open'>('closing');
  useEffect(() => {
    const timer = setTimeout(() => {
      window.close();
      setKind('open');
    }, CLOSES_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  return kind;
}
