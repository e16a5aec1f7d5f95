import { decodeJwt } from 'jose';
import { PASSWORD, type Person, TestApp, type Tokens, uniqueName } from '../support/app.js';
import { letterTo } from '../support/mailbox.js';
import { Application, socialEnv } from '../support/social/application.js';
import { OddProvider } from '../support/social/odd-provider.js';

/** Whose account somebody gets who comes from a provider. Half of the field's take-overs were here. */
describe('Somebody who comes from a provider', () => {
  let odd: OddProvider;
  let second: OddProvider;
  let app: TestApp;

  beforeAll(async () => {
    odd = await OddProvider.start();
    second = await OddProvider.start();
    const providers = { odd: odd.env, second: second.env, never: { ...second.env, LINKING: 'never' } };
    app = await TestApp.start(socialEnv(providers));
  });
  beforeEach(() => {
    odd.behave();
    second.behave();
  });
  afterAll(async () => {
    await app.stop();
    await odd.stop();
    await second.stop();
  });

  interface Came {
    readonly error?: string;
    readonly tokens?: Tokens;
    readonly userId?: string | undefined;
  }

  async function comes(claims: Record<string, unknown>, name = 'odd', on: TestApp = app): Promise<Came> {
    const provider = name === 'odd' ? odd : second;
    provider.idToken = claims;
    const application = new Application(on);
    const departure = await application.start(name);
    const back = await application.callback(provider.back(departure.headers.get('location')!));
    const error = back.searchParams.get('error');
    if (error !== null) return { error };
    const answer = await application.exchange(back);
    expect(answer.status, answer.text).toBe(200);
    return { tokens: answer.body, userId: decodeJwt(answer.body.access_token).sub };
  }

  const proven = (email: string, sub = uniqueName()) => ({ sub, email, email_verified: true });

  /** Somebody with a proven address. */
  async function member(): Promise<Person & Tokens> {
    const person = await app.newcomer();
    await app.sql('UPDATE users SET is_verified = true WHERE id = $1', [person.id]);
    return person;
  }
  const isInside = async (token: string) => (await app.get('/auth/me', token)).status === 200;

  describe('joins an account by its address', () => {
    it('when both sides have proven it; then the password goes on, and the owner is told', async () => {
      const person = await member();
      const claims = proven(person.email.toUpperCase());
      expect((await comes(claims)).userId).toBe(person.id);
      expect((await app.signIn(person)).access_token).toBeDefined();
      expect(await isInside(person.access_token)).toBe(true);
      const letter = await letterTo(app, person.email, 'identity_linked');
      expect(letter.text).toContain('odd was linked to your account');
      expect(letter.token).not.toBe('');
    });

    it.each<[string, Record<string, unknown>]>([
      ['says that it is not', { email_verified: false }],
      ['says nothing of it', { email_verified: undefined }],
      ['says it in another way than yes', { email_verified: 'yes' }],
      ['says it of something else', { email_verified: undefined, phone_number_verified: true }],
    ])('not when the provider %s proven', async (_, changes) => {
      const person = await member();
      expect(await comes({ ...proven(person.email), ...changes })).toEqual({ error: 'account_exists' });
      expect(await app.sql('SELECT FROM identities WHERE user_id = $1', [person.id])).toEqual([]);
    });

    it('not by what one source says of the address in another', async () => {
      const person = await member();
      const sub = uniqueName();
      odd.userinfo = { sub, email: `${sub}@example.org`, email_verified: true };
      expect(await comes({ sub, email: person.email })).toEqual({ error: 'account_exists' });
      odd.userinfo = { sub, email: person.email };
      expect(await comes({ sub, email_verified: true })).toEqual({ error: 'account_exists' });
    });

    it('not when the provider knows the owner under another subject: there the address has changed hands', async () => {
      const person = await member();
      expect((await comes(proven(person.email))).userId).toBe(person.id);
      expect(await comes(proven(person.email))).toEqual({ error: 'account_exists' });
      expect((await comes(proven(person.email), 'second')).userId).toBe(person.id);
    });

    it('not where the operator does not want that', async () => {
      const person = await member();
      expect(await comes(proven(person.email), 'never')).toEqual({ error: 'account_exists' });
    });

    it('not when it is deactivated, or closed', async () => {
      const [off, closed] = [await member(), await member()];
      await app.sql('UPDATE users SET is_active = false WHERE id = $1', [off.id]);
      await app.sql(`UPDATE users SET deletes_at = now() + interval '1 day' WHERE id = $1`, [closed.id]);
      expect(await comes(proven(off.email))).toEqual({ error: 'account_disabled' });
      expect(await comes(proven(closed.email))).toEqual({ error: 'account_disabled' });
    });
  });

  describe('and whose address a stranger has registered with (pre-hijacking)', () => {
    it('gets the account, and the stranger loses password, sessions, links and identities', async () => {
      const stranger = await app.newcomer();
      await app.post('/auth/email/verification/request', undefined, stranger.access_token);
      const link = await letterTo(app, stranger.email, 'verify_email');
      const theirs = proven(`${uniqueName()}@example.net`);
      second.idToken = theirs;
      const linked = await new Application(app).link('second', fake(second), '', stranger.access_token);
      expect(linked.status, linked.text).toBe(201);

      const owner = await comes(proven(stranger.email));
      expect(owner.userId).toBe(stranger.id);
      expect(await isInside(stranger.access_token)).toBe(false);
      expect((await app.post('/auth/refresh', { refresh_token: stranger.refresh_token })).status).toBe(401);
      expect(
        (await app.post('/auth/login', stranger.username && { username: stranger.username, password: PASSWORD }))
          .status,
      ).toBe(401);
      expect(
        (await app.post('/auth/email/verification/confirm', { token: link.token, password: PASSWORD })).status,
      ).toBe(400);
      expect((await comes(theirs, 'second')).userId).not.toBe(stranger.id);
      expect((await app.get('/auth/me', owner.tokens!.access_token)).body).toMatchObject({ is_verified: true });
    });

    it('gets it by letter as well, and then nothing is left of what the stranger has linked', async () => {
      const stranger = await app.newcomer();
      const theirs = proven(`${uniqueName()}@example.net`);
      second.idToken = theirs;
      expect((await new Application(app).link('second', fake(second), '', stranger.access_token)).status).toBe(201);
      await app.post('/auth/password/reset/request', { email: stranger.email });
      const { token } = await letterTo(app, stranger.email, 'reset_password');
      const set = await app.post('/auth/password/reset/confirm', { token, new_password: 'loops before machines' });
      expect(set.status).toBe(200);
      expect((await comes(theirs, 'second')).userId).not.toBe(stranger.id);
    });
  });

  it('gets one account, however many tabs bring them for the first time at the same moment', async () => {
    odd.idToken = { ...proven(`${uniqueName()}@example.org`), name: 'Grace Hopper' };
    const ways = await Promise.all(
      Array.from({ length: 6 }, async () => {
        const application = new Application(app);
        const departure = await application.start('odd');
        return { application, url: odd.back(departure.headers.get('location')!) };
      }),
    );
    const backs = await Promise.all(ways.map(({ application, url }) => application.callback(url)));
    const answers = await Promise.all(ways.map(({ application }, at) => application.exchange(backs[at]!)));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect(new Set(answers.map(({ body }) => decodeJwt(body.access_token).sub)).size).toBe(1);
  });

  it('may say "not me" of an identity that somebody has linked: then it opens nothing', async () => {
    const person = await member();
    const thief = proven(`${uniqueName()}@example.net`);
    second.idToken = thief;
    expect((await new Application(app).link('second', fake(second), '', person.access_token)).status).toBe(201);
    const { token } = await letterTo(app, person.email, 'identity_linked');
    expect((await app.post('/auth/not-me', { token })).status).toBe(200);
    expect((await comes(thief, 'second')).userId).not.toBe(person.id);
  });

  it('does not come back by the address once unlinked, not even after having been somebody else meanwhile', async () => {
    const person = await member();
    const sub = uniqueName();
    await comes(proven(person.email, sub));
    const { access_token } = await app.signIn(person);
    const [identity] = (await app.get<{ id: string }[]>('/auth/identities', access_token)).body;
    expect((await app.delete(`/auth/identities/${identity!.id}`, access_token)).status).toBe(204);
    const meanwhile = await comes(proven(`${uniqueName()}@example.net`, sub));
    await app.sql('DELETE FROM users WHERE id = $1', [meanwhile.userId]);
    expect(await comes(proven(person.email, sub))).toEqual({ error: 'account_exists' });
  });

  it('fills nobody’s mailbox by linking and unlinking again and again, from an address that is a stranger’s', async () => {
    const strict = await TestApp.start({ ...socialEnv({ odd: odd.env }), RATE_LIMITS: 'on', LETTERS_RATE_LIMIT: '2' });
    const me = await strict.newcomer();
    odd.idToken = proven(`${uniqueName()}@example.net`);
    const link = async () => (await new Application(strict).link('odd', fake(odd), '', me.access_token)).status;
    const unlink = async () => {
      const [identity] = (await strict.get<{ id: string }[]>('/auth/identities', me.access_token)).body;
      return (await strict.delete(`/auth/identities/${identity?.id}`, me.access_token)).status;
    };
    expect([await link(), await unlink(), await link()]).toEqual([201, 204, 429]);
    await strict.stop();
  });

  describe('where registration tells nobody who has an account', () => {
    let hidden: TestApp;

    beforeAll(async () => {
      hidden = await TestApp.start({ ...socialEnv({ odd: odd.env }), REGISTRATION_DISCLOSURE: 'hidden' });
    });
    afterAll(() => hidden.stop());

    it('learns nothing by an address that the provider has not proven', async () => {
      const [admin] = await hidden.sql<{ email: string }>('SELECT email FROM users LIMIT 1');
      for (const email of [admin!.email, `${uniqueName()}@example.org`]) {
        expect(await comes({ sub: uniqueName(), email }, 'odd', hidden)).toEqual({ error: 'email_unproven' });
      }
    });
  });

  /** Signs in at once, and has no pages. */
  function fake(provider: OddProvider): never {
    return {
      signIn: async (_browser: unknown, page: { headers: Headers }) => ({
        url: provider.back(page.headers.get('location')!),
      }),
    } as never;
  }
});
