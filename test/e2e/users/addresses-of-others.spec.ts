import { PASSWORD, type Person, TestApp, type Tokens, uniqueName } from '../../support/app.js';
import { letterTo } from '../../support/mailbox.js';
import { deleteOwn, makeDue, purge } from './deletions.js';

interface Registered {
  readonly username: string;
  readonly email: string;
  readonly password: string;
  readonly full_name: string;
}

/** An address that somebody has typed, or had once, is not theirs: what others do with it is not told, nor erased. */
describe('the address of somebody else', () => {
  let app: TestApp;
  let admin: string;

  beforeAll(async () => {
    app = await TestApp.start({ REGISTRATION_DISCLOSURE: 'hidden' });
    admin = (await app.admin()).access_token;
  });
  afterAll(() => app.stop());

  const exportOf = ({ access_token }: Tokens) => app.get('/users/me/export', access_token);
  const pendingAt = (email: string) => app.sql('SELECT id FROM pending_registrations WHERE email = $1', [email]);
  const lettersAt = (email: string) => app.sql('SELECT id FROM outbox WHERE recipient = $1 ORDER BY id', [email]);

  /** Somebody whose registration waits for its letter to be confirmed. */
  async function stranger(email?: string, template = 'confirm_registration'): Promise<Registered> {
    const [username, mailbox, full_name] = [uniqueName(), uniqueName(), `Shy ${uniqueName()}`];
    const body = { username, email: email ?? `${mailbox}@example.org`, password: PASSWORD, full_name };
    expect((await app.post('/auth/register', body)).status).toBe(202);
    await letterTo(app, body.email, template);
    return body;
  }

  /** Whose address is proven. */
  async function proven(): Promise<Person & Tokens> {
    const { full_name: _, ...body } = await stranger();
    const { token } = await letterTo(app, body.email, 'confirm_registration');
    const { body: user } = await app.post('/auth/register/confirm', { token, password: PASSWORD });
    return { ...body, id: user.id, ...(await app.signIn(body)) };
  }

  /** Whose address is only said to be theirs. */
  async function unproven(): Promise<Person & Tokens> {
    const username = uniqueName();
    const body = { username, email: `${username}@example.org`, password: PASSWORD };
    const { id } = (await app.post('/users', body, admin)).body;
    return { ...body, id, ...(await app.signIn(body)) };
  }

  const askForChange = (person: Person & Tokens, new_email: string) =>
    app.post('/auth/email/change/request', { new_email, current_password: PASSWORD }, person.access_token);

  async function moveTo(person: Person & Tokens, email: string): Promise<void> {
    await askForChange(person, email);
    const { token } = await letterTo(app, email, 'email_change');
    expect((await app.post('/auth/email/change/confirm', { token, password: PASSWORD })).status).toBe(200);
    await letterTo(app, person.email, 'email_changed');
  }

  async function erase(person: Person & Tokens): Promise<void> {
    expect((await deleteOwn(app, person.access_token, person.password)).status).toBe(202);
    await makeDue(app, person.id);
    await purge(app);
    expect(await app.sql('SELECT id FROM users WHERE id = $1', [person.id])).toEqual([]);
  }

  async function expectNothingOf(other: Registered, person: Person & Tokens): Promise<void> {
    const { status, text, body } = await exportOf(person);
    expect(status).toBe(200);
    expect(text).not.toContain(other.username);
    expect(text).not.toContain(other.full_name);
    expect(body.registrations).toEqual([]);
    expect(body.requests_for_letters).toEqual([]);
    expect(body).not.toHaveProperty('pending_registrations');
  }

  it('does not become theirs by the wish to change to it', async () => {
    const other = await stranger();
    const thief = await proven();
    expect((await askForChange(thief, other.email)).status).toBe(202);
    await letterTo(app, other.email, 'email_change');
    await app.post('/auth/password/reset/request', { email: other.email });

    await expectNothingOf(other, thief);
    const { letters, mailed_links: links } = (await exportOf(thief)).body;
    expect(letters.filter(({ recipient }: { recipient: string }) => recipient === other.email)).toEqual([]);
    // What they have typed themselves is theirs.
    expect(links.map(({ data }: { data: object }) => data)).toContainEqual({ new_email: other.email });

    const before = await lettersAt(other.email);
    await app.sql(`UPDATE users SET deletes_at = now() - interval '1 second' WHERE id = $1`, [thief.id]);
    await purge(app);
    expect(await app.sql('SELECT id FROM users WHERE id = $1', [thief.id])).toEqual([]);
    expect(await pendingAt(other.email)).toHaveLength(1);
    expect(await lettersAt(other.email)).toEqual(expect.arrayContaining(before));
  });

  it('is not theirs before it is proven', async () => {
    const squatter = await unproven();
    const other = await stranger(squatter.email, 'account_exists');
    await expectNothingOf(other, squatter);
    const { body } = await exportOf(squatter);
    expect(body.letters).toEqual([]);
    expect(body.account).toMatchObject({ email: squatter.email, is_verified: false });

    await erase(squatter);
    expect(await pendingAt(other.email)).toHaveLength(1);
  });

  it('has the letters about the account erased with it, proven or not', async () => {
    const person = await unproven();
    await app.signIn(person);
    await letterTo(app, person.email, 'new_device');
    await erase(person);
    expect(await lettersAt(person.email)).toEqual([]);
  });

  it.each([
    ['was theirs', proven],
    ['was never proven to be theirs', unproven],
  ])('stays so where it %s until they moved away', async (_, make) => {
    const person = await make();
    await app.signIn(person);
    await letterTo(app, person.email, 'new_device');
    await moveTo(person, `next.${person.email}`);
    const own = await lettersAt(person.email);
    const other = await stranger(person.email);

    await expectNothingOf(other, person);
    const { letters } = (await exportOf(person)).body as { letters: { template: string; recipient: string }[] };
    const toFormer = letters.filter(({ recipient }) => recipient === person.email).map(({ template }) => template);
    expect(toFormer).toHaveLength(make === proven ? own.length : 0);

    const theirs = (await lettersAt(person.email)).filter(({ id }) => !own.some((letter) => letter['id'] === id));
    expect(theirs).toHaveLength(1);
    await erase(person);
    expect(await pendingAt(other.email)).toHaveLength(1);
    // Those from before are gone, those to whoever came after are not.
    expect(await lettersAt(person.email)).toEqual(theirs);
  });

  it('is theirs when it is proven, and somebody registers with it', async () => {
    const person = await proven();
    const other = await stranger(person.email, 'account_exists');
    const { text, body } = await exportOf(person);
    expect(body.registrations).toMatchObject([{ email: person.email }]);
    expect(text).not.toContain(other.username);
    expect(text).not.toContain(other.full_name);
    await erase(person);
    expect(await pendingAt(person.email)).toEqual([]);
  });
});
