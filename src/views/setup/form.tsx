import type { Choice } from "./connections.tsx";

/** A form that came back: which, as it was left, and what is wrong beside which field. */
export interface Returned {
  form: string;
  values: Record<string, string>;
  errors: Record<string, string>;
}

interface FieldProps {
  id: string;
  name: string;
  label: string;
  value: string;
  hint?: string | undefined;
  error?: string | undefined;
  required?: boolean;
  maxlength?: number;
}

export const TextField = ({ id, name, label, value, hint, error, required, maxlength }: FieldProps) => (
  <div class={error ? "field wrong" : "field"}>
    <label class="label" for={id}>
      {label}
    </label>
    <input
      id={id}
      name={name}
      type="text"
      autocomplete="off"
      value={value}
      maxlength={maxlength}
      aria-invalid={error ? "true" : undefined}
      aria-describedby={error || hint ? `${id}-hint` : undefined}
      required={required}
    />
    {error || hint ? (
      <p class={error ? "error" : "hint"} id={`${id}-hint`}>
        {error ?? hint}
      </p>
    ) : null}
  </div>
);

interface SelectProps {
  id: string;
  name: string;
  label: string;
  value: string;
  choices: Choice[];
  hint?: string | undefined;
  error?: string | undefined;
}

/** A choice from a list; a value that is no longer in it stays, and says so. */
export const Select = ({ id, name, label, value, choices, hint, error }: SelectProps) => (
  <div class={error ? "field wrong" : "field"}>
    <label class="label" for={id}>
      {label}
    </label>
    <select id={id} name={name} aria-invalid={error ? "true" : undefined}>
      {choices.map((choice) => (
        <option value={choice.id} selected={choice.id === value}>
          {choice.name}
        </option>
      ))}
      {choices.some((choice) => choice.id === value) ? null : (
        <option value={value} selected>
          {value} (not in Zoho's list now)
        </option>
      )}
    </select>
    {error || hint ? <p class={error ? "error" : "hint"}>{error ?? hint}</p> : null}
  </div>
);
