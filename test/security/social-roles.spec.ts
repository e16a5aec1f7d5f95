import { decodeJwt } from 'jose';
import { GroupRolesService, IdentitiesService } from '#users/index.js';
import { type Person, TestApp, type Tokens, uniqueName } from '../support/app.js';
import { letterTo } from '../support/mailbox.js';
import { Application, socialEnv } from '../support/social/application.js';
import { OddProvider } from '../support/social/odd-provider.js';

/** Roles that came by an identity must not outlive it, whichever way it goes. */
describe('Roles by groups', () => {
  let odd: OddProvider;
  let app: TestApp;

  beforeAll(async () => {
    odd = await OddProvider.start();
    const mapped = { ...odd.env, ROLES: 'staff=moderator,ops=admin', STORE_TOKENS: 'on' };
    app = await TestApp.start(socialEnv({ odd: mapped, plain: odd.env }));
  });
  beforeEach(() => odd.behave());
  afterAll(async () => {
    await app.stop();
    await odd.stop();
  });

  async function arrive(application: Application, departure: { headers: Headers }): Promise<URL> {
    return application.callback(odd.back(departure.headers.get('location')!));
  }
  async function comes(claims: Record<string, unknown>, provider = 'odd'): Promise<Tokens> {
    odd.idToken = claims;
    const application = new Application(app);
    const { status, body, text } = await application.exchange(
      await arrive(application, await application.start(provider)),
    );
    expect(status, text).toBe(200);
    return body;
  }
  async function links(claims: Record<string, unknown>, { access_token }: Tokens): Promise<void> {
    odd.idToken = claims;
    const application = new Application(app);
    const { body } = await app.post<{ url: string }>('/auth/social/odd/link', application.wish, access_token);
    const back = await arrive(application, await application.browser.open(body.url));
    expect((await app.post('/auth/identities', application.proof(back), access_token)).status).toBe(201);
  }
  const rolesOf = async (id: string) =>
    (await app.sql<{ role_name: string }>('SELECT role_name FROM user_roles WHERE user_id = $1 ORDER BY 1', [id])).map(
      ({ role_name }) => role_name,
    );
  /** With the roles of an identity that is not the owner's. */
  async function intruded(): Promise<Person & Tokens> {
    const person = await app.newcomer();
    const theirs = { sub: uniqueName(), email: `${uniqueName()}@example.net`, groups: ['staff', 'ops'] };
    await links(theirs, person);
    await comes(theirs);
    expect(await rolesOf(person.id)).toEqual(['admin', 'moderator', 'user']);
    return person;
  }

  it('go with the identity when the owner says "not me"', async () => {
    const person = await intruded();
    const { token } = await letterTo(app, person.email, 'identity_linked');
    expect((await app.post('/auth/not-me', { token })).status).toBe(200);
    expect(await rolesOf(person.id)).toEqual(['user']);
  });

  it('of whoever made the account are not for the owner of the address, who comes by a provider', async () => {
    const person = await intruded();
    const owner = await comes({ sub: uniqueName(), email: person.email, email_verified: true }, 'plain');
    expect(decodeJwt(owner.access_token)).toMatchObject({ sub: person.id, roles: ['user'] });
  });

  it('nor for the owner who comes by a letter', async () => {
    const person = await intruded();
    await app.post('/auth/password/reset/request', { email: person.email });
    const { token } = await letterTo(app, person.email, 'reset_password');
    await app.post('/auth/password/reset/confirm', { token, new_password: 'loops before machines' });
    expect(await rolesOf(person.id)).toEqual(['user']);
  });

  it('and tokens of a provider are not kept of an identity that was unlinked while somebody came by it', async () => {
    const person = await app.newcomer();
    const claims = { sub: uniqueName(), email: `${uniqueName()}@example.net`, groups: [] };
    await links(claims, person);
    const [identity] = (await app.get<{ id: string }[]>('/auth/identities', person.access_token)).body;
    expect((await app.delete(`/auth/identities/${identity!.id}`, person.access_token)).status).toBe(204);
    // What the callback does after it has found the identity, which has been unlinked in between.
    const known = { issuer: odd.issuer, subject: claims.sub, provider: 'odd', email: null };
    await app.nest.get(IdentitiesService).noteUse(identity!.id, known, Buffer.from('sealed'));
    await app.nest.get(GroupRolesService).keepInStep(person.id, identity!.id, ['moderator', 'admin']);
    expect(await rolesOf(person.id)).toEqual(['user']);
    expect(await app.sql('SELECT tokens FROM identities WHERE id = $1', [identity!.id])).toEqual([{ tokens: null }]);
  });
});
