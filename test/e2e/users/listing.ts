import { uuidv7 } from '#common/crypto/uuid.js';
import type { TestApp } from '../../support/app.js';
import type { Answer } from '../../support/http.js';

export interface SeenUser {
  readonly id: string;
  readonly username: string;
  readonly email: string;
}

/** What an administrator sees of those who hold `role`, so that other tests do not disturb. */
export class Listing {
  constructor(
    readonly app: TestApp,
    readonly token: string,
    readonly role: string,
  ) {}

  /** `i` puts ids and addresses into different orders, and every other name into capitals. */
  async insert(username: string, i = 0, fullName: string | null = null): Promise<string> {
    const id = uuidv7(Date.now() - 1_000_000 + i * 1000);
    const user = [id, i % 2 ? username.toUpperCase() : username, `${(i * 23) % 60}.${username}@example.org`, fullName];
    await this.app.sql('INSERT INTO users (id, username, email, full_name) VALUES ($1, $2, $3, $4)', user);
    await this.app.sql('INSERT INTO user_roles (user_id, role_name) VALUES ($1, $2)', [id, this.role]);
    return id;
  }

  /** Sixty people, inserted in no order of their names. */
  async insertSixty(): Promise<void> {
    for (let i = 0; i < 60; i++) await this.insert(`person${String((i * 37) % 60).padStart(2, '0')}`, i);
  }

  get(query: Record<string, string | number> = {}): Promise<Answer<SeenUser[]>> {
    const search = new URLSearchParams({ role: this.role });
    for (const [name, value] of Object.entries(query)) search.set(name, String(value));
    return this.app.get<SeenUser[]>(`/users?${search.toString()}`, this.token);
  }

  /** Follows the Link headers to the end, as a client does. */
  async walk(first: Answer<SeenUser[]>, between = async () => {}): Promise<SeenUser[]> {
    const seen = [...first.body];
    for (let page = first, n = 0; page.headers.has('link'); n++) {
      expect(n).toBeLessThan(200);
      const [, path] = /^<([^>]+)>; rel="next"$/.exec(page.headers.get('link')!)!;
      await between();
      page = await this.app.get<SeenUser[]>(`/${path}`, this.token);
      expect(page.status).toBe(200);
      seen.push(...page.body);
    }
    return seen;
  }
}

export const idsOf = ({ body }: Answer<SeenUser[]>): string[] => body.map(({ id }) => id);
