import type { ComponentProps, ReactNode } from 'react';
import { Field } from './field.tsx';

interface TextFieldProps
  extends Omit<ComponentProps<'input'>, 'id' | 'className' | 'value' | 'onChange'> {
  readonly label: ReactNode;
  readonly isOptional?: boolean;
  readonly hint?: string;
  readonly problem: string | null;
  readonly value: string;
  readonly onType: (text: string) => void;
}

/** One line of text, with its label, hint and problem. Browsers fill nothing in unless they are told what it is. */
export function TextField(props: TextFieldProps) {
  const { label, isOptional = false, hint, problem, onType, ...input } = props;
  return (
    <Field
      label={label}
      isOptional={isOptional}
      problem={problem}
      {...(hint !== undefined && { hint })}
    >
      {(attributes) => (
        <input
          type="text"
          autoComplete="off"
          {...input}
          {...attributes}
          className="input"
          onChange={(event) => onType(event.target.value)}
        />
      )}
    </Field>
  );
}
