import { randomFrom } from '../../test/support/random.ts';
import type { MailSink } from '../../test/support/smtp.ts';
import { API } from '../beside/gatehouse.ts';
import type { RegisteredClient } from '../support/clients.ts';
import type { Desk } from './desk.ts';
import type { Kind } from './mix.ts';
import { PASSWORD, type Person, personOf } from './person.ts';

/** One introspection of so many is of a token whose session has ended. */
const SHOWS_ENDED = 10;
/** So old is the token of the administrator at the most. */
const RENEW_MS = 30_000;
const LETTERS_EVERY_MS = 100;
const ROWS = 20;

type Place = 'here' | 'away';

export interface House {
  readonly desk: Desk;
  readonly client: RegisteredClient;
  readonly sink: MailSink;
  readonly seed: number;
}

/**
 * People who come and go, each at an address of their own and one thing at a time. Who has signed out longest ago is in
 * front of those who are away; whose token is the oldest, of those who are here.
 */
export class Crowd {
  /** Letters that have arrived so far. */
  letters = 0;
  private readonly house: House;
  private readonly people: Record<Place, Person[]> = { here: [], away: [] };
  private readonly registering = new Map<string, Person>();
  private readonly admin = { ...personOf(0), username: 'admin', password: 'violet anchor under glass' };
  private readonly random: () => number;
  private readonly timers: NodeJS.Timeout[];
  private number = 0;
  private introspections = 0;
  private ended = '';

  constructor(house: House) {
    this.house = house;
    this.random = randomFrom(house.seed);
    this.timers = [
      setInterval(() => this.readLetters(), LETTERS_EVERY_MS),
      setInterval(() => void this.noting('user list', () => this.renewAdmin()), RENEW_MS),
    ];
  }

  /** So many people who have accounts already. Half of them stay; the others are known on their devices. */
  async gather(count: number, atOnce: number): Promise<void> {
    await this.signIn(this.admin, performance.now());
    for (; this.number < count; this.number += 1) this.people.away.push(personOf(this.number));
    const visits = Array.from({ length: count * 1.5 }, (_, n): Kind => (n < count ? 'sign-in' : 'sign-out')).values();
    const usher = async () => {
      for (const visit of visits) await this.act(visit, performance.now());
    };
    await Promise.all(Array.from({ length: atOnce }, usher));
  }

  disperse(): void {
    for (const timer of this.timers) clearInterval(timer);
  }

  /** Never throws: whatever is not as it must be stands in the journal. */
  act(kind: Kind, due: number): Promise<void> {
    return this.noting(kind, () => this.deeds[kind](due));
  }

  private readonly deeds: Record<Kind, (due: number) => Promise<unknown>> = {
    'GET /auth/me': (due) => this.looking((person) => this.lookAtMe(person, due)),
    introspection: (due) => this.introspect(due),
    refresh: (due) => this.taking('here', (person) => this.refresh(person, due)),
    JWKS: (due) => {
      const wish = { deed: 'JWKS', due, path: '/.well-known/jwks.json', expected: 200 } as const;
      return this.house.desk.send(wish, { method: 'GET', path: wish.path });
    },
    'sign-in': (due) => this.taking('away', (person) => this.signIn(person, due)),
    'sign-out': (due) => this.taking('here', (person) => this.signOut(person, due)),
    'user list': (due) => this.administrate('user list', due, `/users?limit=${ROWS}`),
    'wrong password': (due) => this.taking('away', (person) => this.mistype(person, due)),
    'audit log': (due) => this.administrate('audit log', due, `/audit/events?limit=${ROWS}`),
    registration: (due) => this.register(due),
    'change of password': (due) => this.taking('here', (person) => this.changePassword(person, due)),
  };

  /** Somebody of whom nothing else is under way, and who is then where `work` says. */
  private async taking(place: Place, work: (person: Person) => Promise<Place>): Promise<void> {
    const at = this.people[place].findIndex(({ looks }) => looks === 0);
    if (at < 0) throw new Error(`nobody is ${place}`);
    const [person] = this.people[place].splice(at, 1);
    let then: Place = 'away';
    try {
      then = await work(person!);
    } finally {
      this.people[then].push(person!);
    }
  }

  /** Somebody who is here, and stays so long. */
  private async looking(work: (person: Person) => Promise<void>): Promise<void> {
    const { here } = this.people;
    const person = here[Math.floor(this.random() * here.length)];
    if (!person) throw new Error('nobody is here');
    person.looks += 1;
    try {
      await work(person);
    } finally {
      person.looks -= 1;
    }
  }

  private async lookAtMe(person: Person, due: number): Promise<void> {
    const deed = 'GET /auth/me';
    const me = await this.house.desk.get({ deed, due, person, path: '/auth/me', expected: 200 });
    if (me && me.body.username !== person.username) this.house.desk.journal.complain(deed, 'somebody else');
  }

  private async signIn(person: Person, due: number): Promise<Place> {
    const { username, password } = person;
    const wish = { deed: 'sign-in', due, person, path: '/auth/login', expected: 200 } as const;
    return this.receive(person, await this.house.desk.post(wish, { username, password }));
  }

  private async refresh(person: Person, due: number): Promise<Place> {
    const wish = { deed: 'refresh', due, person, path: '/auth/refresh', expected: 200 } as const;
    return this.receive(person, await this.house.desk.post(wish, { refresh_token: person.refresh }));
  }

  private receive(person: Person, told: Awaited<ReturnType<Desk['post']>>): Place {
    if (!told) return 'away';
    person.access = told.body.access_token;
    person.refresh = told.body.refresh_token;
    person.device = told.device ?? person.device;
    return 'here';
  }

  private async mistype(person: Person, due: number): Promise<Place> {
    const wish = { deed: 'wrong password', due, person, path: '/auth/login', expected: 401 } as const;
    await this.house.desk.post(wish, { username: person.username, password: `not ${PASSWORD}` });
    return 'away';
  }

  private async signOut(person: Person, due: number): Promise<Place> {
    await this.house.desk.postAs(person, { deed: 'sign-out', due, path: '/auth/logout', expected: 200 }, {});
    this.ended = person.access;
    return 'away';
  }

  private async changePassword(person: Person, due: number): Promise<Place> {
    const next = `${PASSWORD} ${(person.changes += 1)}`;
    const wish = { deed: 'change of password', due, path: '/auth/password/change', expected: 200 } as const;
    const json = { current_password: person.password, new_password: next };
    const told = await this.house.desk.postAs(person, wish, json);
    if (!told) return 'away';
    person.password = next;
    person.device = told.device;
    return 'here';
  }

  private async register(due: number): Promise<void> {
    const person = personOf(this.number);
    this.number += 1;
    const { username, email, password } = person;
    this.registering.set(email, person);
    const wish = { deed: 'registration', due, person, path: '/auth/register', expected: 202 } as const;
    await this.house.desk.post(wish, { username, email, password });
  }

  /** Takes the place of somebody who is not seen any more: the crowd stays as large as it is. */
  private async confirm(person: Person, token: string): Promise<void> {
    const due = performance.now();
    const wish = { deed: 'confirmation', due, person, path: '/auth/register/confirm', expected: 201 } as const;
    if (!(await this.house.desk.post(wish, { token, password: person.password }))) return;
    this.people.away.shift();
    this.people.away.push(person);
  }

  private async introspect(due: number): Promise<void> {
    const { id, secret } = this.house.client;
    const wish = { deed: 'introspection', due, path: '/auth/introspect', expected: 200 } as const;
    const show = async (token: string, active: boolean) => {
      const ask = { method: 'POST', path: API + wish.path, basic: `${id}:${secret}`, forms: [{ token }] } as const;
      const told = await this.house.desk.send(wish, ask);
      if (told && told.body.active !== active) this.house.desk.journal.complain(wish.deed, `active is ${!active}`);
    };
    this.introspections += 1;
    const showsEnded = this.ended !== '' && this.introspections % SHOWS_ENDED === 0;
    await (showsEnded ? show(this.ended, false) : this.looking(({ access }) => show(access, true)));
  }

  private async administrate(deed: Kind, due: number, path: string): Promise<void> {
    const told = await this.house.desk.get({ deed, due, person: this.admin, path, expected: 200 });
    if (told && told.body.length !== ROWS) this.house.desk.journal.complain(deed, `${told.body.length} rows`);
  }

  private async renewAdmin(): Promise<void> {
    await this.refresh(this.admin, performance.now());
  }

  private readLetters(): void {
    for (const { recipients, body } of this.house.sink.letters.splice(0)) {
      this.letters += 1;
      const token = /\/confirm-registration#token=([\w-]+)/.exec(body)?.[1];
      const person = this.registering.get(recipients[0]!);
      if (!token || !person) continue;
      this.registering.delete(recipients[0]!);
      void this.noting('confirmation', () => this.confirm(person, token));
    }
  }

  private async noting(deed: Kind | 'confirmation', work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.house.desk.journal.complain(deed, String(error));
    }
  }
}
