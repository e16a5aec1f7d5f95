import { TestApp } from '../../support/app.js';
import type { Answer } from '../../support/http.js';
import { Listing, type SeenUser } from './listing.js';
import { makeRole } from './people.js';

const SORTS = ['created_at', '-created_at', 'username', '-username', 'email', '-email'];

describe('the pages of GET /users', () => {
  let app: TestApp;
  let token: string;
  let people: Listing;

  const another = async () => new Listing(app, token, await makeRole(app, []));

  beforeAll(async () => {
    app = await TestApp.start();
    token = (await app.admin()).access_token;
    people = await another();
    await people.insertSixty();
  });
  afterAll(() => app.stop());

  it('gives 20 unless told, and says how many there are', async () => {
    const { body, headers } = await people.get();
    expect(body).toHaveLength(20);
    expect(headers.get('x-total-count')).toBe('60');
    expect(headers.get('link')).toMatch(/rel="next"/);
  });

  it('gives no Link on the last page', async () => {
    const exact = await people.get({ limit: 60 });
    expect(exact.body).toHaveLength(60);
    expect(exact.headers.has('link')).toBe(false);
    expect((await people.get({ skip: 40 })).headers.has('link')).toBe(false);
    expect((await people.get({ skip: 39 })).headers.has('link')).toBe(true);
  });

  it.each(SORTS)('visits everybody exactly once along the Link headers, sorted by %s', async (sort) => {
    const seen = await people.walk(await people.get({ sort, limit: 7 }));
    const by = sort.replace('-', '') as 'created_at' | 'username' | 'email';
    const keys = seen.map((user) => (by === 'created_at' ? user.id : user[by].toLowerCase()));
    const sorted = keys.toSorted((a, b) => (a < b ? -1 : 1));
    expect(keys).toEqual(sort.startsWith('-') ? sorted.toReversed() : sorted);
    expect(new Set(seen.map(({ id }) => id)).size).toBe(60);
    expect(seen).toHaveLength(60);
  });

  it.each(SORTS)('stays stable along the Link headers while others come and go, sorted by %s', async (sort) => {
    const own = await another();
    const lasting = [];
    for (let i = 0; i < 12; i++) lasting.push(await own.insert(`${own.role}m${i}`, i));
    let round = 0;
    const seen = await own.walk(await own.get({ sort, limit: 3 }), async () => {
      const [before, after] = [`a${own.role}${round}`, `z${own.role}${round++}`];
      await app.sql('DELETE FROM users WHERE id = $1', [await own.insert(before, -20)]);
      await own.insert(before, -10 - round);
      await own.insert(after, 100 + round);
    });
    const ids = seen.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(lasting.filter((id) => !ids.includes(id))).toEqual([]);
  });

  it('passes over with skip what came before', async () => {
    const all = namesOf(await people.get({ sort: 'username', limit: 100 }));
    const pages = [];
    for (let skip = 0; skip < 60; skip += 25) {
      pages.push(...namesOf(await people.get({ sort: 'username', limit: 25, skip })));
    }
    expect(pages).toEqual(all);
    expect((await people.get({ skip: 60 })).body).toEqual([]);
  });

  it('keeps filters and sort in the Link header', async () => {
    const first = await people.get({ sort: '-email', limit: 2, q: 'person1', is_active: 'true', skip: 1 });
    const link = new URL(first.headers.get('link')!.slice(1).split('>')[0]!, 'http://x');
    expect(Object.fromEntries(link.searchParams)).toEqual({
      role: people.role,
      sort: '-email',
      limit: '2',
      q: 'person1',
      is_active: 'true',
      cursor: expect.any(String),
    });
    expect((await people.walk(first)).length).toBe(9);
  });
});

const namesOf = ({ body }: Answer<SeenUser[]>) => body.map(({ username }) => username.toLowerCase());
