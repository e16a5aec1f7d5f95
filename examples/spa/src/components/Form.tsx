import { createContext, type FormEvent, type ReactNode, useContext, useRef, useState } from 'react';
import { faultsOf, sentence } from '../words.js';
import { Notice } from './Notice.js';

type Values = Record<string, string>;

interface Props {
  /** What the button says. */
  readonly action: string;
  /** What it is told when it went well. Without it the page changes anyhow. */
  readonly done?: string | ((values: Values) => string);
  readonly danger?: boolean;
  readonly onSubmit: (values: Values) => Promise<unknown>;
  readonly children: ReactNode;
}

const Faults = createContext<ReadonlyMap<string, string>>(new Map());
export const useFault = (name: string): string | undefined => useContext(Faults).get(name);

/** Sends what is in its fields, and says what is wrong beside the field that it is about. */
export function Form({ action, done, danger, onSubmit, children }: Props) {
  const form = useRef<HTMLFormElement>(null);
  const [error, setError] = useState<unknown>();
  const [message, setMessage] = useState('');
  const [busy, setBusy] = useState(false);
  const faults = faultsOf(error);

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (busy) return;
    const values = Object.fromEntries(new FormData(form.current!)) as Values;
    setBusy(true);
    setError(undefined);
    setMessage('');
    try {
      await onSubmit(values);
      setMessage(typeof done === 'function' ? done(values) : (done ?? ''));
      form.current?.querySelectorAll<HTMLInputElement>('[type=password]').forEach((field) => (field.value = ''));
    } catch (refusal) {
      setError(refusal);
      const [first] = faultsOf(refusal).keys();
      form.current?.querySelector<HTMLElement>(first ? `[name="${first}"]` : '[name]')?.focus();
    } finally {
      setBusy(false);
    }
  }

  return (
    <form ref={form} onSubmit={(event) => void submit(event)}>
      <Faults value={faults}>{children}</Faults>
      <div role="status">
        {error !== undefined && faults.size === 0 && <Notice kind="error">{sentence(error)}</Notice>}
        {message && <Notice kind="done">{message}</Notice>}
      </div>
      {/* A button that is disabled would drop the focus, so it only says that it is. */}
      <button type="submit" className={danger ? 'button danger' : 'button'} aria-disabled={busy || undefined}>
        {busy ? 'One moment …' : action}
      </button>
    </form>
  );
}
