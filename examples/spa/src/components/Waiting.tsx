import { useAuth } from '@gatehouse/client/react';
import { sentence } from '../words.js';
import { Notice } from './Notice.js';

/** Until it is known whether somebody is signed in. Mostly for a blink; longer where the service cannot be reached. */
export function Waiting() {
  const { error } = useAuth();
  return (
    <main className="waiting">
      <title>Your account</title>
      <h1 className="unseen">Your account</h1>
      <div className="spinner" />
      <div role="status">
        {error ? (
          <Notice kind="warning">{sentence(error)} This page goes on by itself as soon as it can.</Notice>
        ) : (
          <span className="unseen">Looking whether you are signed in …</span>
        )}
      </div>
    </main>
  );
}
