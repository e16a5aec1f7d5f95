import type { ReactNode } from 'react';
import { Icon } from './Icon.js';

interface Props {
  readonly kind: 'info' | 'done' | 'warning' | 'error';
  readonly children: ReactNode;
}

const SIGNS = { info: 'info', done: 'check', warning: 'alert', error: 'alert' } as const;

export function Notice({ kind, children }: Props) {
  return (
    <div className={`notice ${kind}`}>
      <Icon name={SIGNS[kind]} />
      <div>{children}</div>
    </div>
  );
}
