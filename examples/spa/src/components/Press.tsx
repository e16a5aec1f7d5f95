import { type ReactNode, useState } from 'react';
import { sentence } from '../words.js';

interface Props {
  readonly className?: string;
  readonly action: () => Promise<unknown>;
  /** When it went well. */
  readonly then?: () => void;
  readonly children: ReactNode;
}

/** A button that asks something of the service, and says beside itself why that was refused. */
export function Press({ className, action, then, children }: Props) {
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState('');

  async function press(): Promise<void> {
    if (busy) return;
    setBusy(true);
    setRefusal('');
    try {
      await action();
      then?.();
    } catch (error) {
      setRefusal(sentence(error));
    } finally {
      setBusy(false);
    }
  }

  return (
    <span className="press">
      <button type="button" className={className} aria-disabled={busy || undefined} onClick={() => void press()}>
        {children}
      </button>
      <span role="status" className="fault">
        {refusal}
      </span>
    </span>
  );
}
