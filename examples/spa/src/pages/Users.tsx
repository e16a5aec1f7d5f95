import { useAuth } from '@gatehouse/client/react';
import { useDeferredValue, useState } from 'react';
import { Answer } from '../components/Answer.js';
import { Page } from '../components/Page.js';
import { useLoaded } from '../components/use-loaded.js';
import { UserRow } from '../components/UserRow.js';

const AT_ONCE = 10;

/** For administrators. The service decides who may see it; here it is only shown, or refused in words. */
export function Users() {
  const { client } = useAuth();
  const [q, setQ] = useState('');
  const [only, setOnly] = useState('');
  /** The cursors of the pages before this one: the first page has none. */
  const [cursors, setCursors] = useState<string[]>([]);
  const wanted = useDeferredValue(q.trim());
  const cursor = cursors.at(-1);
  const page = useLoaded(
    (signal) =>
      client.users.list(
        {
          limit: AT_ONCE,
          sort: '-created_at',
          q: wanted || undefined,
          is_active: only ? only === 'active' : undefined,
          cursor,
        },
        { signal },
      ),
    [wanted, only, cursor],
  );
  const from = cursors.length * AT_ONCE;

  return (
    <Page title="Users">
      <form role="search" className="tools" onSubmit={(event) => event.preventDefault()}>
        <label>
          <span>Search</span>
          <input
            type="search"
            value={q}
            onChange={({ target }) => (setCursors([]), setQ(target.value))}
            placeholder="Name or address"
          />
        </label>
        <label>
          <span>Show</span>
          <select value={only} onChange={({ target }) => (setCursors([]), setOnly(target.value))}>
            <option value="">Everybody</option>
            <option value="active">Active</option>
            <option value="inactive">Deactivated</option>
          </select>
        </label>
      </form>
      <Answer of={page}>
        {({ items, total, next }) => (
          <>
            <table className="users">
              <thead>
                <tr>
                  <th scope="col">User</th>
                  <th scope="col">Roles</th>
                  <th scope="col">Last sign-in</th>
                  <th scope="col">
                    <span className="unseen">What can be done</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {items.map((user) => (
                  <UserRow key={user.id} user={user} onChange={page.reload} />
                ))}
              </tbody>
            </table>
            {items.length === 0 && <p className="empty">Nobody is like that.</p>}
            <nav className="pager" aria-label="Pages of the list">
              <button
                type="button"
                className="quiet"
                disabled={cursors.length === 0}
                onClick={() => setCursors(cursors.slice(0, -1))}
              >
                Previous
              </button>
              <span role="status">
                {items.length > 0 &&
                  `${from + 1} to ${from + items.length}${total === undefined ? '' : ` of ${total}`}`}
              </span>
              <button
                type="button"
                className="quiet"
                disabled={next === undefined}
                onClick={() => setCursors([...cursors, next!])}
              >
                Next
              </button>
            </nav>
          </>
        )}
      </Answer>
    </Page>
  );
}
