import { randomUUID } from 'node:crypto';
import type { Person, TestApp, Tokens } from '../../support/app.js';
import { decoded, partsOf } from '../forge.js';

/** What is true of a session, by the rules of docs/tokens.md and nothing else. */
export interface ModelSession {
  readonly id: string;
  readonly owner: ModelPerson;
  alive: boolean;
  /** Every refresh token that was handed out, the current one last. */
  readonly refreshTokens: string[];
  readonly accessTokens: string[];
}

export interface ModelPerson {
  readonly id: string;
  readonly username: string;
  password: string;
  active: boolean;
}

/** The small world that the service is held against. */
export class Model {
  readonly people: ModelPerson[] = [];
  readonly sessions: ModelSession[] = [];

  /** Whom a number means, however large it is. */
  person(at: number): ModelPerson {
    return this.people[at % this.people.length]!;
  }

  session(at: number): ModelSession {
    return this.sessions[at % this.sessions.length]!;
  }

  add({ id, username, password }: Person): void {
    this.people.push({ id, username, password, active: true });
  }

  begin(owner: ModelPerson, tokens: Tokens): void {
    const id = String(decoded(partsOf(tokens.access_token)[1])['sid']);
    const { access_token, refresh_token } = tokens;
    this.sessions.push({ id, owner, alive: true, refreshTokens: [refresh_token], accessTokens: [access_token] });
  }

  end(sessions: (session: ModelSession) => boolean): void {
    for (const session of this.sessions.filter(sessions)) session.alive = false;
  }
}

export interface Real {
  readonly app: TestApp;
  /** Of an administrator. */
  readonly token: string;
}

/** Policy wants long ones, and no two alike. */
export const anotherPassword = (): string => `${randomUUID()} Zq`;

/** The one property: a token is taken as long as its session lives, each of them, and no longer. */
export async function expectAgreement({ sessions }: Model, { app }: Real): Promise<void> {
  for (const { id, owner, alive, accessTokens } of sessions) {
    for (const token of accessTokens) {
      const answer = await app.get('/auth/me', token);
      expect(answer.status, `session ${id}: ${answer.text}`).toBe(alive ? 200 : 401);
      if (alive) expect(answer.body).toMatchObject({ id: owner.id });
    }
  }
}
