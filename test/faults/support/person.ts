import { randomUUID } from 'node:crypto';
import type { Answer, Json } from '../../support/http.js';
import { PASSWORD } from '../../support/names.js';
import type { Dice } from './dice.js';
import type { Journal } from './journal.js';
import type { Line } from './line.js';

const MOST_SESSIONS = 3;

/** What a client holds of a session, as far as it was told. */
interface Session {
  access: string;
  refresh: string;
  /** Refresh tokens that were traded in, the newest last. */
  readonly older: string[];
  /** It is to end, and nobody has said yet that it has: what is to be done again until somebody does. */
  ending?: () => Promise<void>;
  /** The clock of the service has made the access token worthless; a refresh mends that. */
  stale?: boolean;
}

interface Ended {
  readonly access: string;
  readonly refresh: string;
  readonly since: number;
}

/** What of the house a person knows, and how well it keeps time. */
export interface Surroundings {
  readonly line: Line;
  readonly journal: Journal;
  /** How long after an acknowledged end an access token may still be taken, at another instance. */
  lagMs: number;
  /** The service does not know what time it is: access tokens may expire, or be from the future. */
  clockIsOff: boolean;
}

/**
 * Somebody with an account, who does one thing after another and remembers what was promised. What was not answered is
 * done again until it is, as a client would, and everything that such a repetition may meet is right.
 */
export class Person {
  readonly username: string;
  readonly email: string;
  readonly former: string[] = [];
  readonly sessions: Session[] = [];
  readonly ended: Ended[] = [];
  password: string;
  isRegistered = false;
  /** What letters tell of: how often it was acknowledged, and how often it may have been done. */
  readonly done = { signIns: 0, replays: 0, passwordChanges: 0, letterRequests: 0 };
  readonly tried = { signIns: 0, letterRequests: 0 };
  private triedToRegister = false;
  private changing: { readonly by: Session; readonly next: string } | undefined;

  constructor(
    private readonly around: Surroundings,
    private readonly dice: Dice,
  ) {
    this.username = `u${randomUUID().replaceAll('-', '').slice(0, 16)}`;
    this.email = `${this.username}@example.org`;
    this.password = this.newPassword();
  }

  get isSettled(): boolean {
    return this.isRegistered && !this.changing && this.sessions.every(({ ending }) => !ending);
  }

  /** One thing: what is not settled first. */
  async act(): Promise<unknown> {
    if (!this.isSettled) return this.settle();
    if (this.sessions.length === 0) return this.signIn();
    const session = this.dice.pick(this.sessions);
    if (session.stale) return this.refresh(session);
    return this.dice.weighted<() => Promise<unknown>>([
      [30, () => this.lookAtMe(session)],
      [25, () => this.refresh(session)],
      [20, () => this.showEnded()],
      [this.sessions.length < MOST_SESSIONS ? 10 : 0, () => this.signIn()],
      [6, () => this.signOut(session)],
      [session.older.length >= 2 ? 4 : 0, () => this.replay(session)],
      [3, () => this.changePassword(session)],
      [this.done.letterRequests > 0 ? 0 : 3, () => this.askForLetter()],
    ])();
  }

  async settle(): Promise<void> {
    if (!this.isRegistered) return this.register();
    if (this.changing) return this.settleChange();
    return this.sessions.find(({ ending }) => ending)?.ending?.();
  }

  private async register(): Promise<void> {
    const { username, email, password } = this;
    // Done before, and not told: then the name is taken, by this person.
    const answer = await this.post('register', '/auth/register', { username, email, password }, [
      201,
      ...(this.triedToRegister ? [409] : []),
    ]);
    this.triedToRegister = true;
    if (answer) this.isRegistered = true;
  }

  async signIn(password = this.password, expected = [200]): Promise<number | undefined> {
    const answer = await this.post('sign in', '/auth/login', { username: this.username, password }, expected);
    if (answer?.status !== 401) this.tried.signIns += 1;
    if (answer?.status === 200) {
      this.done.signIns += 1;
      const { access_token: access, refresh_token: refresh } = answer.body;
      this.sessions.push({ access, refresh, older: [] });
    }
    return answer?.status;
  }

  async lookAtMe(session: Session): Promise<void> {
    const expected = this.around.clockIsOff ? [200, 401] : [200];
    const answer = await this.me('look at oneself', session.access, expected);
    if (answer?.status === 401) session.stale = true;
    else if (answer && answer.body.username !== this.username) this.around.journal.broke('me: somebody else');
  }

  async refresh(session: Session): Promise<void> {
    const shown = session.refresh;
    const answer = await this.post('refresh', '/auth/refresh', { refresh_token: shown }, [200]);
    if (!answer) return;
    session.older.push(shown);
    session.access = answer.body.access_token;
    session.refresh = answer.body.refresh_token;
    session.stale = false;
    if (session.refresh === shown) this.around.journal.broke('refresh: the same refresh token again');
  }

  /** A dead token, of a session whose end was acknowledged, is dead: whatever is the matter with the service. */
  private async showEnded(): Promise<void> {
    const ended = this.ended.length > 0 && this.dice.pick(this.ended);
    if (!ended) return;
    const age = Date.now() - ended.since;
    const answer = await this.me('show a dead token', ended.access, age < this.around.lagMs ? [401, 200] : [401]);
    if (answer?.status === 200) this.around.journal.lag(age);
  }

  private async signOut(session: Session): Promise<void> {
    const again = session.ending !== undefined;
    session.ending = () => this.signOut(session);
    const expected = again || this.around.clockIsOff ? [200, 401] : [200];
    const request = { method: 'POST', path: '/auth/logout', token: session.access } as const;
    const answer = await this.around.line.ask('sign out', request, expected);
    if (!answer) return;
    if (answer.status === 401 && this.around.clockIsOff) {
      Object.assign(session, { ending: undefined, stale: true });
    } else this.hasEnded(session);
  }

  /** As a thief who has copied a token long ago: it ends the session, for both. */
  async replay(session: Session): Promise<void> {
    session.ending = () => this.replay(session);
    const answer = await this.post('replay', '/auth/refresh', { refresh_token: session.older.at(-2) }, [401]);
    if (!answer) return;
    this.done.replays += 1;
    this.hasEnded(session);
  }

  private async changePassword(by: Session): Promise<void> {
    const next = this.newPassword();
    const request = {
      method: 'POST',
      path: '/auth/password/change',
      token: by.access,
      json: { current_password: this.password, new_password: next },
    } as const;
    const expected = this.around.clockIsOff ? [200, 401] : [200];
    const answer = await this.around.line.ask('change the password', request, expected);
    if (answer?.status === 200) this.hasChanged(by, next);
    else if (answer) by.stale = true;
    else this.changing = { by, next };
  }

  /** Nobody has said whether the password was changed. Only one of the two can be it. */
  private async settleChange(): Promise<void> {
    const { by, next } = this.changing!;
    const before = this.sessions.length;
    const status = await this.signIn(next, [200, 401]);
    if (status === undefined) return;
    this.changing = undefined;
    if (status === 200) this.hasChanged(by, next, this.sessions[before]);
  }

  private hasChanged(by: Session, next: string, since?: Session): void {
    this.former.push(this.password);
    this.password = next;
    this.done.passwordChanges += 1;
    for (const other of this.sessions.filter((session) => session !== by && session !== since)) this.hasEnded(other);
  }

  private async askForLetter(): Promise<void> {
    this.tried.letterRequests += 1;
    const answer = await this.post('ask for a letter', '/auth/password/reset/request', { email: this.email }, [202]);
    if (answer) this.done.letterRequests += 1;
  }

  private hasEnded(session: Session): void {
    this.sessions.splice(this.sessions.indexOf(session), 1);
    if (!session.stale) this.ended.push({ ...session, since: Date.now() });
  }

  me(deed: string, token: string, expected: readonly number[]): Promise<Answer<Json> | undefined> {
    return this.around.line.ask(deed, { method: 'GET', path: '/auth/me', token }, expected);
  }

  post(deed: string, path: string, json: unknown, expected: readonly number[]): Promise<Answer<Json> | undefined> {
    return this.around.line.ask(deed, { method: 'POST', path, json }, expected);
  }

  private newPassword(): string {
    return `${PASSWORD} ${this.dice.between(100_000, 999_999)}`;
  }
}
