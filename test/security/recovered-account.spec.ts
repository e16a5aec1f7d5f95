import { setTimeout as sleep } from 'node:timers/promises';
import { DataSource } from 'typeorm';
import { PasswordsService } from '#passwords/index.js';
import { PASSWORD, type Person, TestApp, type Tokens, uniqueName } from '../support/app.js';
import { lettersTo, letterTo } from '../support/mailbox.js';

const OWNERS = 'the owner is home again 7';
const THIEFS = 'what the thief would like 9';

/** A thief who knows the password has done this and that; the owner gets the account back, and keeps it. */
describe('an account that its owner has recovered', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());
  afterEach(() => vi.restoreAllMocks());

  const newAddress = () => `${uniqueName()}@evil.example`;
  const requestChange = (token: string, new_email: string, current_password = PASSWORD) =>
    app.post('/auth/email/change/request', { new_email, current_password }, token);
  const confirmChange = (token: string, password = PASSWORD) =>
    app.post('/auth/email/change/confirm', { token, password });
  const reset = (token: string, new_password: string) =>
    app.post('/auth/password/reset/confirm', { token, new_password });
  const notMe = (token: string) => app.post('/auth/not-me', { token });
  const emailOf = async ({ id }: Person) =>
    (await app.sql<{ email: string }>('SELECT email FROM users WHERE id = $1', [id]))[0]!.email;
  const linksOf = async (address: string, template: string) =>
    (await lettersTo(app, address)).filter((letter) => letter.template === template).map(({ token }) => token);

  async function resetLink(address: string): Promise<string> {
    await app.post('/auth/password/reset/request', { email: address });
    return (await letterTo(app, address, 'reset_password')).token;
  }

  /** The thief's address becomes the account's. Returns a session from then on. */
  async function moveTo(address: string, person: Person & Tokens): Promise<Tokens> {
    expect((await requestChange(person.access_token, address)).status).toBe(202);
    expect((await confirmChange((await letterTo(app, address, 'email_change')).token)).status).toBe(200);
    return app.signIn(person);
  }

  /** Whoever owns `address` says so, and sets a password by the letter that comes. */
  async function recover(link: string, address: string, password: string): Promise<void> {
    expect((await notMe(link)).status).toBe(200);
    expect((await reset((await letterTo(app, address, 'reset_password')).token, password)).status).toBe(200);
  }

  /** The next check of a password is answered only after `meanwhile`. */
  function whileChecking(meanwhile: () => Promise<unknown>): void {
    const passwords = app.nest.get(PasswordsService);
    const verify = passwords.verify.bind(passwords);
    vi.spyOn(passwords, 'verify').mockImplementationOnce(async (...check) => {
      const verdict = await verify(...check);
      await meanwhile();
      return verdict;
    });
  }

  describe('is not moved by a change of address that was on its way', () => {
    it('past a new password', async () => {
      const person = await app.newcomer();
      const [link, thiefs] = [await resetLink(person.email), newAddress()];
      whileChecking(async () => expect((await reset(link, OWNERS)).status).toBe(200));
      const { status } = await requestChange(person.access_token, thiefs);
      expect(status).toBe(401);
      expect(await lettersTo(app, thiefs)).toEqual([]);
      expect(
        await app.sql(`SELECT FROM one_time_tokens WHERE purpose = 'email_change' AND user_id = $1`, [person.id]),
      ).toEqual([]);
    });

    it('past the end of the session that asks', async () => {
      const person = await app.newcomer();
      const thiefs = newAddress();
      whileChecking(() => app.post('/auth/logout', undefined, person.access_token));
      const { status } = await requestChange(person.access_token, thiefs);
      expect(status).toBe(401);
      expect(await lettersTo(app, thiefs)).toEqual([]);
    });

    it('past "this was not me"', async () => {
      const person = await app.newcomer();
      await app.signIn(person);
      const { token } = await letterTo(app, person.email, 'new_device');
      whileChecking(async () => expect((await notMe(token)).status).toBe(200));
      expect((await requestChange(person.access_token, newAddress())).status).toBe(401);
    });

    it('when both come at once, whoever is first', async () => {
      for (let round = 0; round < 4; round += 1) {
        const person = await app.newcomer();
        const [link, thiefs] = [await resetLink(person.email), newAddress()];
        const [recovered, ...asked] = await Promise.all([
          reset(link, OWNERS),
          ...Array.from({ length: 4 }, () => requestChange(person.access_token, thiefs)),
        ]);
        expect(recovered.status).toBe(200);
        for (const { status } of asked) expect([202, 401]).toContain(status);
        for (const token of await linksOf(thiefs, 'email_change')) {
          expect((await confirmChange(token)).body.code).toBe('invalid_token');
        }
        expect(await emailOf(person)).toBe(person.email);
      }
    });
  });

  it('gets no link to a new password where the thief reads it, however late the letter is written', async () => {
    const person = await app.newcomer();
    const thiefs = newAddress();
    await moveTo(thiefs, person);
    const { asking } = await app.nest.get(DataSource).transaction(async (tx) => {
      await tx.query('SELECT FROM users WHERE id = $1 FOR UPDATE', [person.id]);
      const asking = app.post('/auth/password/reset/request', { email: thiefs });
      await sleep(300);
      await tx.query('UPDATE users SET email = $2 WHERE id = $1', [person.id, person.email]);
      return { asking };
    });
    expect((await asking).status).toBe(202);
    await expect.poll(() => app.sql('SELECT FROM recovery_requests')).toEqual([]);
    expect(await linksOf(thiefs, 'reset_password')).toEqual([]);
    expect(
      await app.sql(`SELECT FROM one_time_tokens WHERE purpose = 'password_reset' AND user_id = $1`, [person.id]),
    ).toEqual([]);
  });

  describe('by "this was not me" cannot be taken back by the same means', () => {
    it.each(['a sign-in', 'a new password', 'a further change of address'])(
      'with a notice that the thief got about %s',
      async (deed) => {
        const person = await app.newcomer();
        const thiefs = newAddress();
        const session = await moveTo(thiefs, person);
        if (deed === 'a new password') {
          const change = { current_password: PASSWORD, new_password: THIEFS };
          expect((await app.post('/auth/password/change', change, session.access_token)).status).toBe(200);
        }
        if (deed === 'a further change of address') await moveTo(newAddress(), { ...person, ...session });
        const notices = (await lettersTo(app, thiefs)).filter(({ link }) => link.includes('/not-me'));
        expect(notices.length).toBeGreaterThan(0);

        await recover((await letterTo(app, person.email, 'email_changed')).token, person.email, OWNERS);
        for (const { token } of notices) expect((await notMe(token)).body.code).toBe('invalid_token');
        expect(await emailOf(person)).toBe(person.email);
        await app.signIn({ ...person, password: OWNERS });
      },
    );

    it('even where the thief has used such a notice before', async () => {
      const person = await app.newcomer();
      const thiefs = newAddress();
      await moveTo(thiefs, person);
      await recover((await letterTo(app, thiefs, 'new_device')).token, thiefs, THIEFS);
      const before = await linksOf(thiefs, 'new_device');
      await app.signIn({ ...person, password: THIEFS });
      const [later] = (await linksOf(thiefs, 'new_device')).filter((token) => !before.includes(token));

      await recover((await letterTo(app, person.email, 'email_change_notice')).token, person.email, OWNERS);
      expect((await notMe(later!)).body.code).toBe('invalid_token');
      const link = await linksOf(thiefs, 'reset_password');
      for (const token of link) expect((await reset(token, THIEFS)).body.code).toBe('invalid_token');
      expect(await emailOf(person)).toBe(person.email);
    });

    it('of two reports at once, whichever comes first', async () => {
      for (let round = 0; round < 4; round += 1) {
        const person = await app.newcomer();
        const thiefs = newAddress();
        await moveTo(thiefs, person);
        const [owners, thief] = [
          await letterTo(app, person.email, 'email_changed'),
          await letterTo(app, thiefs, 'new_device'),
        ];
        const answers = await Promise.all([notMe(thief.token), notMe(owners.token), notMe(thief.token)]);
        expect(answers[1].status).toBe(200);
        for (const { status } of answers) expect([200, 400]).toContain(status);
        expect(await emailOf(person)).toBe(person.email);
      }
    });

    it('by a notice of a sign-in that waited for the report', async () => {
      const person = await app.newcomer();
      const thiefs = newAddress();
      await moveTo(thiefs, person);
      const before = (await lettersTo(app, thiefs)).length;
      const { signingIn } = await app.nest.get(DataSource).transaction(async (tx) => {
        await tx.query('SELECT FROM users WHERE id = $1 FOR UPDATE', [person.id]);
        const signingIn = app.post('/auth/login', { username: person.username, password: PASSWORD });
        await sleep(300);
        await tx.query('UPDATE users SET email = $2 WHERE id = $1', [person.id, person.email]);
        return { signingIn };
      });
      await signingIn;
      expect(await lettersTo(app, thiefs)).toHaveLength(before);
    });

    it('and the address that the account has lost is told, without a way back', async () => {
      const person = await app.newcomer();
      const thiefs = newAddress();
      await moveTo(thiefs, person);
      await notMe((await letterTo(app, person.email, 'email_changed')).token);
      const { token, text } = await letterTo(app, thiefs, 'email_restored');
      expect([token, text.includes(person.email)]).toEqual(['', false]);
      expect((await lettersTo(app, person.email)).map(({ template }) => template)).not.toContain('email_restored');
    });
  });

  it('is found at its address again, although the thief has tried to take that for an account of their own', async () => {
    const person = await app.newcomer();
    const evil = newAddress();
    const [notice] = await (async () => {
      await moveTo(evil, person);
      await letterTo(app, person.email, 'email_changed');
      return linksOf(person.email, 'email_change_notice');
    })();
    const squatter = { username: uniqueName(), email: person.email.toUpperCase(), password: THIEFS };
    expect((await app.post('/auth/register', squatter)).body).toMatchObject({ status: 409, code: 'email_taken' });
    await recover(notice!, person.email, OWNERS);
    expect(await emailOf(person)).toBe(person.email);
    // The thief's address is nobody's, and reserved for nobody who has not proven it.
    expect((await app.signIn({ ...person, password: OWNERS })).access_token).toBeTypeOf('string');
  });
});
