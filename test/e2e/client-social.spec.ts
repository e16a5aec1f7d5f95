import { createSocial, type Completed, type Social } from '@gatehouse/client/social';
import { StubPage } from '../../packages/client/test/support/page.js';
import { Profile } from '../../packages/client/test/support/profile.js';
import { PASSWORD, TestApp, uniqueName } from '../support/app.js';
import { callbackOf, GATEHOUSE, socialEnv } from '../support/social/application.js';
import { Browser } from '../support/social/browser.js';
import { OpenIdProviderOnLoopback } from '../support/social/openid-provider.js';

describe('@gatehouse/client/social against the service and a provider', () => {
  // Over plain http, which the cookie is for on loopback only.
  const origin = 'http://localhost:4000';
  const RETURN_ADDRESS = `${origin}/signed-in`;
  let provider: OpenIdProviderOnLoopback;
  let app: TestApp;
  let profile: Profile;

  beforeAll(async () => {
    provider = await OpenIdProviderOnLoopback.start([callbackOf('example')]);
    app = await TestApp.start({
      ...socialEnv({ example: provider.env }),
      SOCIAL_REDIRECT_URIS: RETURN_ADDRESS,
      ALLOWED_ORIGINS: origin,
    });
  });
  afterAll(async () => {
    await app.stop();
    await provider.stop();
  });
  beforeEach(() => {
    profile = new Profile(app.origin, origin);
  });
  afterEach(() => profile.close());

  const newcomer = (verified = true) => {
    const id = uniqueName();
    const email = `${id}@example.org`;
    provider.knows(id, { email, email_verified: verified, preferred_username: id });
    return { id, email };
  };

  /** A tab, and the same tab after the provider has sent it back. */
  async function away(
    id: string,
    begin: (social: Social) => Promise<void>,
  ): Promise<{ page: StubPage; social: Social }> {
    const page = new StubPage(`${origin}/`);
    const { client } = profile.open();
    await begin(createSocial(client, { redirectUri: RETURN_ADDRESS, page }));
    const browser = new Browser({ [GATEHOUSE]: app.origin });
    const there = await provider.signIn(browser, await browser.open(page.left[0]!), id, callbackOf('example'));
    page.address = (await browser.follow(await browser.open(there.url), RETURN_ADDRESS)).url;
    return { page, social: createSocial(client, { redirectUri: RETURN_ADDRESS, page }) };
  }
  const signIn = (id: string) => away(id, (social) => social.signInWith('example'));
  const completed = async (social: Social) => (await social.completeSocialSignIn()) as Required<Completed>;

  it('signs somebody in by the cookie, and lists, links and unlinks', async () => {
    const { id, email } = newcomer();
    const { page, social } = await signIn(id);
    expect(await completed(social)).toMatchObject({
      kind: 'sign-in',
      provider: 'example',
      user: { username: id, email },
    });
    expect(page.address).toBe(RETURN_ADDRESS);
    expect(profile.cookies.has('gatehouse_refresh')).toBe(true);
    expect(await social.providers()).toMatchObject([{ name: 'example', kind: 'oidc' }]);
    const [identity] = await social.identities();
    expect(identity).toMatchObject({ provider: 'example', email });
    await expect(social.unlink(identity!.id)).rejects.toMatchObject({ code: 'last_way_in', status: 409 });

    const other = await away(newcomer().id, (again) => again.link('example', { returnTo: '/security' }));
    expect(await completed(other.social)).toMatchObject({ kind: 'link', returnTo: '/security' });
    expect(await social.identities()).toHaveLength(2);
    await social.unlink(identity!.id);
    expect(await social.identities()).toHaveLength(1);
  });

  it('lets nobody in with a code that was used, and signs nobody out by it', async () => {
    const { id } = newcomer();
    const { page, social } = await signIn(id);
    const kept = page.session.getItem('gatehouse:departure')!;
    const back = page.address;
    await completed(social);
    page.session.setItem('gatehouse:departure', kept);
    page.address = back;
    const again = createSocial(profile.open().client, { redirectUri: RETURN_ADDRESS, page });
    await expect(again.completeSocialSignIn()).rejects.toMatchObject({ code: 'invalid_social_code' });
    expect((await social.identities()).length).toBe(1);
  });

  it('says that there is an account, and joins nothing', async () => {
    const { id, email } = newcomer(false);
    await app.post('/auth/register', { username: id, email, password: PASSWORD });
    const { social } = await signIn(id);
    await expect(social.completeSocialSignIn()).rejects.toMatchObject({ code: 'account_exists' });
    expect(social.attempt).toMatchObject({ kind: 'sign-in', provider: 'example' });
    expect(profile.cookies.has('gatehouse_refresh')).toBe(false);
  });
});
