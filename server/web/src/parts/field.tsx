import { type ReactNode, useId } from 'react';

/** What a control must carry to belong to its label, hint and problem. */
export interface ControlAttributes {
  readonly id: string;
  readonly 'aria-invalid': boolean;
  readonly 'aria-describedby'?: string;
}

interface FieldProps {
  readonly label: ReactNode;
  readonly isOptional?: boolean;
  readonly hint?: string;
  readonly problem: string | null;
  readonly children: (attributes: ControlAttributes) => ReactNode;
}

export function Field({ label, isOptional = false, hint, problem, children }: FieldProps) {
  const id = useId();
  const described = [hint ? `${id}-hint` : '', problem ? `${id}-problem` : ''].join(' ').trim();
  return (
    <div className="field">
      <label htmlFor={id}>
        {label}
        {isOptional && (
          <>
            {' '}
            <span className="quiet optional">optional</span>
          </>
        )}
      </label>
      {children({
        id,
        'aria-invalid': problem !== null,
        ...(described === '' ? {} : { 'aria-describedby': described }),
      })}
      {hint && (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      <Problem id={`${id}-problem`} text={problem} />
    </div>
  );
}

interface ProblemProps {
  readonly id: string;
  readonly text: string | null;
}

export function Problem({ id, text }: ProblemProps) {
  if (!text) return null;
  return (
    <p className="problem" id={id} role="alert">
      {text}
    </p>
  );
}
