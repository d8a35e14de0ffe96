import type { ChangeEvent, Ref } from 'react';
import { formatPartialCode, formatTypedCode } from '../format-typed-code.ts';
import type { ControlAttributes } from './field.tsx';

const MAX_TYPED_LENGTH = 64;

interface UserCodeInputProps extends ControlAttributes {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly ref: Ref<HTMLInputElement>;
}

export function UserCodeInput({ value, onChange, ref, ...attributes }: UserCodeInputProps) {
  function change({ target, nativeEvent }: ChangeEvent<HTMLInputElement>) {
    const { isComposing, inputType } = nativeEvent as InputEvent;
    // A phone's keyboard loses its place when the text changes under a word that it is still composing.
    if (isComposing) return onChange(target.value);
    const forward = inputType === 'deleteContentForward';
    const typed = formatTypedCode(
      target.value,
      target.selectionStart ?? target.value.length,
      forward,
    );
    // Set here and not by React, which would put the caret at the end.
    target.value = typed.text;
    target.setSelectionRange(typed.caret, typed.caret);
    onChange(typed.text);
  }

  return (
    <input
      {...attributes}
      ref={ref}
      className="input code-input"
      type="text"
      value={value}
      onChange={change}
      onCompositionEnd={(event) => onChange(formatPartialCode(event.currentTarget.value))}
      maxLength={MAX_TYPED_LENGTH}
      autoComplete="off"
      autoCapitalize="characters"
      autoCorrect="off"
      spellCheck={false}
      placeholder="····-····"
    />
  );
}
