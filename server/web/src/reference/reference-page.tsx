import { OPENAPI_PATH } from '@onbench/protocol/openapi';
import { useCallback, useEffect, useState } from 'react';
import type { Answer } from '../api/failure.ts';
import { FailureNotice } from '../parts/failure-notice.tsx';
import { PageHeader } from '../parts/page-header.tsx';
import type { ApiDocument } from './api-document.ts';
import { OperationEntry } from './operation-entry.tsx';
import { INTRODUCTION, READING } from './reference-copy.ts';

interface ReferencePageProps {
  readonly read: () => Promise<Answer<ApiDocument>>;
}

/** The reference of the API, for who writes a client. It needs no session and sends nothing. */
export function ReferencePage({ read }: ReferencePageProps) {
  const [answer, setAnswer] = useState<Answer<ApiDocument> | null>(null);
  const load = useCallback(async () => setAnswer(await read()), [read]);
  useEffect(() => {
    document.title = 'API reference · Onbench';
    void load();
  }, [load]);
  return (
    <>
      <PageHeader session={null} current={null} onSignOut={async () => null} />
      <main className="step">
        <div className="console">
          <div className="stack-tight">
            <h1>API reference</h1>
            <p className="quiet">
              {INTRODUCTION} For programs: <a href={OPENAPI_PATH}>the OpenAPI document</a>.
            </p>
          </div>
          {!answer && <p role="status">{READING}</p>}
          {answer?.ok === false && (
            <>
              <FailureNotice failure={answer.failure} />
              <button type="button" className="button" onClick={load}>
                Try again
              </button>
            </>
          )}
          {answer?.ok && <Sections document={answer.value} />}
        </div>
      </main>
    </>
  );
}

function Sections({ document }: { readonly document: ApiDocument }) {
  const { tags, paths, components } = document;
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  return tags.map(({ name, description }) => (
    <section key={name} className="console-section" aria-label={name}>
      <div className="console-head">
        <h2>{name}</h2>
        <p className="quiet">{description}</p>
      </div>
      <div className="card table-card">
        {operations
          .filter(({ operation }) => operation.tags.includes(name))
          .map(({ path, method, operation }) => (
            <OperationEntry
              key={`${method} ${path}`}
              method={method}
              path={path}
              operation={operation}
              schemas={components.schemas}
            />
          ))}
      </div>
    </section>
  ));
}
