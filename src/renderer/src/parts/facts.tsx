import { Fragment, type ReactElement, type ReactNode } from 'react';

/** A label and what it stands for. A string is a machine's own words (a path, a host) and looks like it. */
export type Fact = readonly [label: string, value: string | ReactElement];

export function Facts({ facts }: { facts: readonly Fact[] }): ReactNode {
  return (
    <dl className="facts">
      {facts.map(([label, value]) => (
        <Fragment key={label}>
          <dt>{label}</dt>
          <dd>{typeof value === 'string' ? <code>{value}</code> : value}</dd>
        </Fragment>
      ))}
    </dl>
  );
}
