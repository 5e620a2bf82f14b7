// A choice by id with its title, as a labelled field.
import { Field, Select } from './parts.tsx';

export interface ChooseProps {
  readonly label: string;
  readonly options: readonly { readonly id: string; readonly title: string }[];
  readonly value: string;
  onChange(id: string): void;
}

export function Choose({ label, options, value, onChange }: ChooseProps) {
  return (
    <Field label={label}>
      <Select value={value} onChange={(event) => onChange(event.target.value)}>
        {options.map(({ id, title }) => (
          <option key={id} value={id}>
            {title}
          </option>
        ))}
      </Select>
    </Field>
  );
}

/** The chosen id where it is still offered, else the first; empty where nothing is. */
export function chosenOf(options: ChooseProps['options'], chosen: string): string {
  return options.some(({ id }) => id === chosen) ? chosen : (options[0]?.id ?? '');
}
