import type { Session } from '@onbench/protocol/approval-api';

/** Where the server serves a page of the navigation. */
export type PagePath = '/device' | '/inbox' | '/expected' | '/devices' | '/labs' | '/audit';

const PAGES: readonly {
  readonly path: PagePath;
  readonly label: string;
  readonly shownTo?: (session: Session) => boolean;
}[] = [
  { path: '/device', label: 'Enter a code' },
  { path: '/inbox', label: 'Inbox' },
  { path: '/expected', label: 'Expected' },
  { path: '/devices', label: 'Devices' },
  { path: '/labs', label: 'Labs', shownTo: (session) => session.server_administrator },
  { path: '/audit', label: 'Audit log' },
];

interface NavigationProps {
  readonly session: Session;
  readonly current: PagePath | null;
}

/** Plain links: each page stands by itself, and a reload loses nothing. */
export function Navigation({ session, current }: NavigationProps) {
  const shown = PAGES.filter(({ shownTo }) => shownTo?.(session) ?? true);
  return (
    <nav aria-label="Pages">
      <ul className="navigation">
        {shown.map(({ path, label }) => (
          <li key={path}>
            <a href={path} aria-current={path === current ? 'page' : undefined}>
              {label}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
