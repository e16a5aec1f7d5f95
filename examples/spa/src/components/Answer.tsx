import type { ReactNode } from 'react';
import { sentence } from '../words.js';
import { Notice } from './Notice.js';
import type { Loaded } from './use-loaded.js';

interface Props<T> {
  readonly of: Loaded<T>;
  readonly children: (data: T) => ReactNode;
}

/** What was asked for, or that it is on its way, or why it is not here. */
export function Answer<T>({ of: { data, error, reload }, children }: Props<T>) {
  return (
    <>
      <div role="status">
        {error !== undefined && (
          <Notice kind="error">
            {sentence(error)}{' '}
            <button type="button" className="link" onClick={reload}>
              Try again
            </button>
          </Notice>
        )}
        {data === undefined && error === undefined && <span className="unseen">Loading …</span>}
      </div>
      {data !== undefined && children(data)}
      {data === undefined && error === undefined && (
        <div className="skeleton" aria-hidden="true">
          <span />
          <span />
          <span />
        </div>
      )}
    </>
  );
}
