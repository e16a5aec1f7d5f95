import { decodeJwt } from 'jose';
import { IdentitiesService, ProviderTokenSeal } from '#users/index.js';
import { TestApp, type Tokens, uniqueName } from '../../support/app.js';
import { letterTo } from '../../support/mailbox.js';
import { Application, callbackOf, socialEnv } from '../../support/social/application.js';
import { OpenIdProviderOnLoopback } from '../../support/social/openid-provider.js';
import { expectProblem } from '../../security/problems.js';

describe('Identities of an account', () => {
  let one: OpenIdProviderOnLoopback;
  let two: OpenIdProviderOnLoopback;
  let app: TestApp;

  beforeAll(async () => {
    one = await OpenIdProviderOnLoopback.start([callbackOf('one')]);
    two = await OpenIdProviderOnLoopback.start([callbackOf('two')]);
    const kept = { STORE_TOKENS: 'on', LABEL: 'Example ID' };
    app = await TestApp.start(socialEnv({ one: { ...one.env, ...kept }, two: two.env }));
  });
  afterAll(async () => {
    await app.stop();
    await one.stop();
    await two.stop();
  });

  function somebody(): string {
    const id = uniqueName();
    const profile = { email: `${id}@example.org`, email_verified: true, preferred_username: id };
    one.knows(id, profile);
    return two.knows(id, { ...profile, email: `${id}@two.example.org` });
  }
  const listOf = async ({ access_token }: Pick<Tokens, 'access_token'>) =>
    (await app.get<{ id: string; provider: string }[]>('/auth/identities', access_token)).body;

  it('are listed, linked and unlinked; the owner is told each time, and all other sessions end', async () => {
    const me = await app.newcomer();
    const elsewhere = await app.signIn(me);
    const id = somebody();
    expect(await listOf(me)).toEqual([]);

    const linked = await new Application(app).link('one', one, id, me.access_token);
    expect(linked).toMatchObject({ status: 201, body: { provider: 'one', email: `${id}@example.org` } });
    expect((await letterTo(app, me.email, 'identity_linked')).text).toContain('Example ID was linked');
    const [identity] = await listOf(me);
    const tokens = await new Application(app).signIn('one', one, id);
    expect((await app.get('/auth/me', tokens.access_token)).body).toMatchObject({ id: me.id });

    const gone = await app.delete(`/auth/identities/${identity!.id}`, me.access_token);
    expect(gone.status).toBe(204);
    expect((await letterTo(app, me.email, 'identity_unlinked')).text).toContain('Example ID was unlinked');
    expect(await listOf(me)).toEqual([]);
    expect((await app.get('/auth/me', tokens.access_token)).status).toBe(401);
    expect((await app.get('/auth/me', elsewhere.access_token)).status).toBe(401);
    expectProblem(await app.delete(`/auth/identities/${identity!.id}`, me.access_token), 404, 'identity_not_found');

    const types = (await app.get('/users/me/activity', me.access_token)).body as { type: string }[];
    expect(types.map(({ type }) => type)).toEqual(expect.arrayContaining(['identity.linked', 'identity.unlinked']));
  });

  it('do not come back by the address once they are unlinked, only by linking', async () => {
    const id = somebody();
    const me = await app.register({ email: `${id}@example.org` });
    await app.sql('UPDATE users SET is_verified = true WHERE id = $1', [me.id]);
    await new Application(app).signIn('one', one, id);
    const mine = await app.signIn(me);
    const [identity] = await listOf(mine);
    expect((await app.delete(`/auth/identities/${identity!.id}`, mine.access_token)).status).toBe(204);

    const back = await new Application(app).arrive('one', one, id);
    expect(back.searchParams.get('error')).toBe('account_exists');
    expect((await new Application(app).link('one', one, id, mine.access_token)).status).toBe(201);
    expect(
      (await app.get('/auth/me', (await new Application(app).signIn('one', one, id)).access_token)).body,
    ).toMatchObject({ id: me.id });
  });

  it('are never taken away when they are the last way in, also not two at the same moment', async () => {
    const id = somebody();
    const me = await new Application(app).signIn('one', one, id);
    const [only] = await listOf(me);
    expectProblem(await app.delete(`/auth/identities/${only!.id}`, me.access_token), 409, 'last_way_in');
    expect((await new Application(app).link('two', two, id, me.access_token)).status).toBe(201);
    const both = await listOf(me);
    expect(both).toHaveLength(2);
    const answers = await Promise.all(both.map((each) => app.delete(`/auth/identities/${each.id}`, me.access_token)));
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([204, 409]);
    expect(await listOf(me)).toHaveLength(1);
  });

  it('change only shortly after a sign-in, however fresh the token is', async () => {
    const me = await app.newcomer();
    await app.sql(`UPDATE sessions SET authenticated_at = now() - interval '11 minutes' WHERE user_id = $1`, [me.id]);
    const { body } = await app.post<Tokens>('/auth/refresh', { refresh_token: me.refresh_token });
    const answer = await app.post('/auth/social/one/link', new Application(app).wish, body.access_token);
    expect(answer).toMatchObject({ status: 401, body: { code: 'recent_sign_in_required' } });
    expect(answer.headers.get('www-authenticate')).toContain('error="insufficient_user_authentication"');
    const unlinking = await app.delete('/auth/identities/019aa0f2-6f5e-7c31-9d3b-0a3c1f5e8b21', body.access_token);
    expect(unlinking).toMatchObject({ status: 401, body: { code: 'recent_sign_in_required' } });
  });

  it('are of one account: who has one linked elsewhere is refused', async () => {
    const id = somebody();
    await new Application(app).signIn('one', one, id);
    const other = await app.newcomer();
    expectProblem(await new Application(app).link('one', one, id, other.access_token), 409, 'identity_taken');
    expect(await listOf(other)).toEqual([]);
  });

  it('are linked to nobody by following somebody else’s address (link CSRF)', async () => {
    const [attacker, victim] = [await app.newcomer(), await app.newcomer()];
    const [application, browser] = [new Application(app), new Application(app).browser];
    const { body } = await app.post<{ url: string }>('/auth/social/one/link', application.wish, attacker.access_token);
    const back = await one.signIn(browser, await browser.open(body.url), somebody(), callbackOf('one'));
    const arrived = await new Application(app, browser).callback(back.url);
    // The code is in the victim's browser: whose access token it has there is not whose account was meant.
    const proof = application.proof(arrived);
    expectProblem(await app.post('/auth/identities', proof, victim.access_token), 400, 'invalid_social_code');
    expectProblem(await app.post('/auth/identities', proof, attacker.access_token), 400, 'invalid_social_code');
    expect([...(await listOf(attacker)), ...(await listOf(victim))]).toEqual([]);
    expect((await browser.open(body.url)).status).toBe(400);
  });

  it('do not sign in with what was made to link, nor link with what was made to sign in', async () => {
    const me = await app.newcomer();
    const application = new Application(app);
    const back = await application.arrive('one', one, somebody());
    expectProblem(
      await app.post('/auth/identities', application.proof(back), me.access_token),
      400,
      'invalid_social_code',
    );
  });

  it('keep the tokens of a provider where the operator wants that: sealed, and not in the export', async () => {
    const id = somebody();
    const me = await new Application(app).signIn('one', one, id);
    await new Application(app).link('two', two, id, me.access_token);
    const rows = await app.sql<{ provider: string; tokens: Buffer | null }>(
      'SELECT provider, tokens FROM identities WHERE subject = $1 ORDER BY provider',
      [id],
    );
    expect(rows.map(({ tokens }) => tokens === null)).toEqual([false, true]);
    expect(rows[0]!.tokens!.includes('access_token')).toBe(false);
    const { sub } = decodeJwt(me.access_token);
    const [read, ...others] = await app.nest.get(IdentitiesService).readKeptTokens(sub!);
    expect(others).toEqual([]);
    expect(read).toMatchObject({ provider: 'one', subject: id });
    expect(app.nest.get(ProviderTokenSeal).open(read!.id, read!.tokens)).toHaveProperty('access_token');
    const { body } = await app.get('/users/me/export', me.access_token);
    expect(body.identities).toEqual([
      expect.objectContaining({ provider: 'one', subject: id, tokens_kept: true }),
      expect.objectContaining({ provider: 'two', subject: id, tokens_kept: false }),
    ]);
    expect(body.identities[0]).not.toHaveProperty('tokens');
  });
});
