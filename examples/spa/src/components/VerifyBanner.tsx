import { useAuth } from '@gatehouse/client/react';
import { useEffect, useState } from 'react';
import { sentence } from '../words.js';
import { Notice } from './Notice.js';

/** Until the address is proven. Whoever comes back from the letter finds the banner gone. */
export function VerifyBanner({ email }: { email: string }) {
  const { client } = useAuth();
  const [said, setSaid] = useState('');
  useEffect(() => {
    const look = () => {
      if (document.visibilityState === 'visible') void client.me().catch(() => {});
    };
    addEventListener('visibilitychange', look);
    addEventListener('focus', look);
    return () => {
      removeEventListener('visibilitychange', look);
      removeEventListener('focus', look);
    };
  }, [client]);

  const sendAgain = () =>
    void client.email.requestVerification().then(
      () => setSaid('Another letter is on its way.'),
      (error: unknown) => setSaid(sentence(error)),
    );

  return (
    <Notice kind="warning">
      <p>
        <strong>Confirm your e-mail address.</strong> There is a letter with a link at {email}.
      </p>
      <p>
        <button type="button" className="link" onClick={sendAgain}>
          Send it again
        </button>{' '}
        <span role="status">{said}</span>
      </p>
    </Notice>
  );
}
