import { type ReactNode, useState } from 'react';
import type { NetworkSettings } from '../../../shared/network-settings.ts';
import { ViewHeading } from '../parts/view-heading.tsx';
import { AuthorityCard } from './authority-card.tsx';
import { ProxyCard } from './proxy-card.tsx';

interface NetworkViewProps {
  readonly settings: NetworkSettings;
  /** What stands in the address field: the authority is for its host. */
  readonly apiBaseUrl: string;
  readonly onChange: (settings: NetworkSettings) => void;
  readonly onDone: () => void;
}

/** How the server is reached, and whom to believe that it is the server. */
export function NetworkView({
  settings,
  apiBaseUrl,
  onChange,
  onDone,
}: NetworkViewProps): ReactNode {
  const [news, setNews] = useState('');
  const change = (next: NetworkSettings, what: string) => {
    onChange(next);
    setNews(what);
  };
  return (
    <section className="view medium network">
      <div className="heading-row">
        <ViewHeading>Network</ViewHeading>
        <button type="button" className="button" onClick={onDone}>
          Done
        </button>
      </div>
      <p className="visually-hidden" aria-live="polite">
        {news}
      </p>
      <ProxyCard settings={settings} onChange={(next) => change(next, 'The proxy is in use.')} />
      <AuthorityCard settings={settings} apiBaseUrl={apiBaseUrl} onChange={change} />
    </section>
  );
}
