import { Doorway } from '../components/Doorway.js';
import { Link } from '../router.js';
import { dateOf } from '../words.js';

/** After the account was closed. The address says until when it can be opened again. */
export function Goodbye() {
  const until = new URLSearchParams(location.search).get('until');
  return (
    <Doorway title="Your account is closed" ways={<Link href="/">Sign in with another one</Link>}>
      <p>
        You are signed out everywhere.
        {until && !Number.isNaN(Date.parse(until)) && (
          <>
            {' '}
            On <strong>{dateOf(until)}</strong> it is deleted for good, with all that belongs to it.
          </>
        )}
      </p>
      <p>Have you changed your mind? A letter with a link to keep it is on its way to you.</p>
    </Doorway>
  );
}
