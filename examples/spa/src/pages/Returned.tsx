import { useEffect, useState } from 'react';
import { social } from '../client.js';
import { Doorway } from '../components/Doorway.js';
import { Notice } from '../components/Notice.js';
import { goInstead, Link } from '../router.js';
import { sentence } from '../words.js';

async function arrive(): Promise<void> {
  const done = await social.completeSocialSignIn();
  const connected = done?.kind === 'link' ? done.identity.provider : undefined;
  goInstead(done?.returnTo ?? '/', { connected });
}

/** Back from a provider, with a code or with an error in the address. Neither stays there. */
export function Returned() {
  const [error, setError] = useState<unknown>();
  useEffect(() => {
    arrive().catch(setError);
  }, []);

  if (error === undefined) {
    return (
      <main className="waiting">
        <title>One moment – Your account</title>
        <h1 className="unseen">One moment</h1>
        <div className="spinner" />
        <div role="status">
          <span className="unseen">Signing you in …</span>
        </div>
      </main>
    );
  }
  const isLink = social.attempt?.kind === 'link';
  const back = isLink ? <Link href="/security">Back to Security</Link> : <Link href="/">Back to signing in</Link>;
  return (
    <Doorway title={isLink ? 'Nothing was connected' : 'You are not signed in'} ways={back}>
      <div role="status">
        <Notice kind="error">{sentence(error)}</Notice>
      </div>
    </Doorway>
  );
}
