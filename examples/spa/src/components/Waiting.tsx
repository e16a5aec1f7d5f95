import { useAuth } from '@gatehouse/client/react';
import { useEffect } from 'react';
import { sentence } from '../words.js';
import { Notice } from './Notice.js';

const AGAIN_MS = 5_000;

/** Until it is known whether somebody is signed in. Mostly for a blink; longer where the service cannot be reached. */
export function Waiting() {
  const { client, error } = useAuth();
  useEffect(() => {
    if (!error) return undefined;
    const timer = setInterval(() => void client.ready(), AGAIN_MS);
    return () => clearInterval(timer);
  }, [client, error]);
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
