import { type InputHTMLAttributes, useId, useState } from 'react';
import { useFault } from './Form.js';

interface Props extends InputHTMLAttributes<HTMLInputElement> {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
}

/** An input with its label, a hint, and what the service found wrong with it. */
export function Field({ label, hint, type = 'text', ...rest }: Props) {
  const id = useId();
  const fault = useFault(rest.name);
  const [shown, setShown] = useState(false);
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <div className="box">
        <input
          id={id}
          type={shown ? 'text' : type}
          required
          aria-invalid={fault !== undefined || undefined}
          aria-describedby={fault ? `${id}-fault` : hint && `${id}-hint`}
          {...rest}
        />
        {type === 'password' && (
          <button type="button" className="inside" aria-controls={id} onClick={() => setShown(!shown)}>
            {shown ? 'Hide' : 'Show'}
            <span className="unseen"> {label}</span>
          </button>
        )}
      </div>
      {hint && !fault && (
        <p id={`${id}-hint`} className="hint">
          {hint}
        </p>
      )}
      {fault && (
        <p id={`${id}-fault`} className="fault">
          {fault}
        </p>
      )}
    </div>
  );
}
