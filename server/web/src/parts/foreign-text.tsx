import { printable } from '../printable.ts';

interface ForeignTextProps {
  readonly text: string;
  readonly className?: string;
}

/** Text that a workstation or another person chose: isolated from the sentence around it, and inert. */
export function ForeignText({ text, className }: ForeignTextProps) {
  return <bdi className={className}>{printable(text)}</bdi>;
}
