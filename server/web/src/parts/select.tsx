import { ChevronDown } from 'lucide-react';
import type { ComponentProps } from 'react';

/** The browser's own select, so that phones and keyboards work it as they always do, in our frame. */
export function Select(props: Omit<ComponentProps<'select'>, 'className'>) {
  return (
    <div className="select">
      <select {...props} className="input" />
      <ChevronDown size={18} aria-hidden />
    </div>
  );
}
