import { setTimeout as sleep } from 'node:timers/promises';
import type { Person, Surroundings } from './person.js';

const SETTLED_MS = 20_000;

/** Whether what a person was promised is so, now that all is over. */
export async function verifyPerson(person: Person, { journal }: Surroundings): Promise<void> {
  const name = `${person.username}: `;
  for (const deadline = Date.now() + SETTLED_MS; !person.isSettled; await sleep(50)) {
    if (Date.now() > deadline) return journal.broke(`${name}not settled`);
    await person.settle();
  }
  const signedIn = await person.signIn();
  journal.check(signedIn === 200, `${name}the password does not sign in`);
  const former = person.former.at(-1);
  if (former) journal.check((await person.signIn(former, [401])) === 401, `${name}a former password`);

  await verifySessions(person, name, journal.check.bind(journal));
}

type Check = (holds: boolean, what: string) => void;

/** Each is alive and can be refreshed; of one a copied token is shown, which ends it. */
async function verifySessions(person: Person, name: string, check: Check): Promise<void> {
  const [stolen] = person.sessions.filter(({ older }) => older.length > 0);
  for (const session of person.sessions) {
    const { refresh } = session;
    await person.refresh(session);
    check(session.refresh !== refresh, `${name}a session that nobody has ended cannot be refreshed`);
    check((await person.me('verify', session.access, [200]))?.status === 200, `${name}a live token is refused`);
  }
  if (!stolen) return;
  await person.refresh(stolen);
  await person.replay(stolen);
  check(!person.sessions.includes(stolen), `${name}a copied refresh token was not noticed`);
}

/** To be asked when every instance has heard of every end. */
export async function verifyEnded(person: Person, { journal }: Surroundings): Promise<void> {
  const name = `${person.username}: `;
  const check: Check = journal.check.bind(journal);
  for (const { access, refresh } of person.ended) {
    check((await person.me('verify', access, [401]))?.status === 401, `${name}a dead access token`);
    const again = await person.post('verify', '/auth/refresh', { refresh_token: refresh }, [401]);
    check(again?.status === 401, `${name}a dead refresh token`);
  }
}
