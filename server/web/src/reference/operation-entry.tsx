import type { ApiContent, ApiDocument, ApiOperation } from './api-document.ts';
import { FieldTable } from './field-table.tsx';
import { listFields } from './list-fields.ts';
import { describeAccess } from './reference-copy.ts';

interface OperationProps {
  readonly method: string;
  readonly path: string;
  readonly operation: ApiOperation;
  readonly schemas: ApiDocument['components']['schemas'];
}

/** One call: a line that opens. */
export function OperationEntry({ method, path, operation, schemas }: OperationProps) {
  return (
    <details className="reference-operation">
      <summary>
        <span className="reference-method">{method.toUpperCase()}</span>
        <code>{path}</code>
        <span className="quiet">{operation.summary}</span>
      </summary>
      <div className="stack reference-body">
        <p>
          <span className="quiet">Who may call:</span> {describeAccess(operation)}
        </p>
        <Request operation={operation} schemas={schemas} />
        <div className="stack-tight">
          <h3>Answers</h3>
          {Object.entries(operation.responses).map(([status, { description, content }]) => (
            <div key={status} className="reference-answer">
              <p>
                <strong>{status}</strong> {description}
              </p>
              {status.startsWith('2') && (
                <Content label={`Answer ${status}`} content={content} schemas={schemas} />
              )}
            </div>
          ))}
        </div>
      </div>
    </details>
  );
}

function Request({ operation, schemas }: Pick<OperationProps, 'operation' | 'schemas'>) {
  const { parameters, requestBody } = operation;
  if (parameters.length === 0 && !requestBody) return null;
  const fields = parameters.map(({ name, in: place, required = false, schema }) => {
    const [field] = listFields(schema, schemas);
    return { name, type: `${field?.type ?? 'string'}, in the ${place}`, required };
  });
  return (
    <div className="stack-tight">
      <h3>Request</h3>
      <FieldTable label="Parameters" fields={fields} />
      <Content label="Body" content={requestBody?.content} schemas={schemas} />
    </div>
  );
}

interface ContentProps extends Pick<OperationProps, 'schemas'> {
  readonly label: string;
  readonly content: ApiContent;
}

function Content({ label, content, schemas }: ContentProps) {
  const [type, body] = Object.entries(content ?? {})[0] ?? [];
  if (!body) return null;
  return (
    <>
      {type !== 'application/json' && <p className="quiet">As {type}.</p>}
      <FieldTable label={label} fields={listFields(body.schema, schemas)} />
    </>
  );
}
