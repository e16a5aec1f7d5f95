import { createHash } from 'node:crypto';
import { createSocial } from '@gatehouse/client/social';
import { StubPage } from './support/page.js';
import { ADA, Profile, type Tab } from './support/profile.js';
import { StubService } from './support/stub-service.js';

const BACK = 'https://app.example.test/signed-in';

describe('sign-in with providers', () => {
  let service: StubService;
  let profile: Profile;
  let tab: Tab;
  let page: StubPage;

  beforeEach(async () => {
    service = await StubService.start();
    profile = new Profile(service.origin);
    tab = profile.open();
    page = new StubPage('https://app.example.test/');
    const acme = { name: 'acme', label: 'Acme', kind: 'oidc', start_url: `${service.origin}/api/v1/auth/social/acme` };
    service.fault = ({ path }, response, proper) => {
      const json = (value: unknown) =>
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
      if (path.endsWith('/auth/providers')) json([acme]);
      else if (path.endsWith('/link')) json({ url: 'javascript:alert(1)' });
      else if (path.endsWith('/exchange')) json({ access_token: 'h.e30.s', expires_in: 900 });
      else if (path.endsWith('/auth/me')) json({ id: 'ada', username: 'ada', roles: ['user'] });
      else proper();
    };
  });
  afterEach(async () => {
    profile.close();
    await service.stop();
  });

  const social = (redirectUri = '/signed-in', shown = page) => createSocial(tab.client, { redirectUri, page: shown });

  /** Away, and back on another page of the same tab. */
  async function back(query: Record<string, string>): Promise<StubPage> {
    await social().signInWith('acme', { returnTo: '/devices' });
    page.address = `${BACK}?${new URLSearchParams({ state: page.asked['state']!, ...query }).toString()}`;
    return page;
  }

  it('leaves for the provider with a challenge, and keeps the verifier', async () => {
    await social().signInWith('acme');
    expect(page.left).toHaveLength(1);
    expect(page.left[0]).toMatch(`${service.origin}/api/v1/auth/social/acme?`);
    const [kept] = [...page.session.items.values()].map((text) => JSON.parse(text) as Record<string, string>);
    expect(page.asked).toEqual({
      redirect_uri: BACK,
      code_challenge: createHash('sha256').update(kept!['verifier']!).digest('base64url'),
      code_challenge_method: 'S256',
      state: kept!['state'],
    });
    expect(page.local.items.size).toBe(0);
  });

  it('signs in on the way back, once, and cleans the address before anything else', async () => {
    await back({ code: 'ghc_1', tab: '2' });
    const returned = social();
    const both = [returned.completeSocialSignIn(), returned.completeSocialSignIn()];
    expect(page.address).toBe(`${BACK}?tab=2`);
    const done = { kind: 'sign-in', provider: 'acme', returnTo: '/devices', user: { username: 'ada' } };
    for (const each of both) expect(await each).toMatchObject(done);
    expect(service.count('/exchange')).toBe(1);
    const [exchange] = service.asked.filter(({ path }) => path.endsWith('/exchange'));
    expect(exchange!.headers['x-token-transport']).toBe('cookie');
    expect(JSON.parse(exchange!.body)).toMatchObject({ code: 'ghc_1', redirect_uri: BACK });
    expect(tab.client.state).toMatchObject({ status: 'signed-in', reason: 'login' });
    expect(page.session.items.size).toBe(0);
  });

  it('is heard of by the other tabs', async () => {
    const other = profile.open();
    await other.client.ready();
    await back({ code: 'ghc_1' });
    await social().completeSocialSignIn();
    await expect.poll(() => other.client.state.status).toBe('signed-in');
  });

  it('does nothing where the address says nothing', async () => {
    expect(await social().completeSocialSignIn()).toBeUndefined();
    await back({ code: 'ghc_1' });
    page.address = page.address.replace('/signed-in', '/search');
    expect(await social().completeSocialSignIn()).toBeUndefined();
    expect(page.address).toContain('code=');
  });

  it.each([
    ['was begun in another browser', { state: 'foreign', code: 'ghc_theirs' }],
    ['is an error that nobody asked for', { state: 'foreign', error: 'access_denied' }],
    ['has no state that is known', { state: '', code: 'ghc_theirs' }],
  ])('refuses what %s, and keeps what was begun here', async (_, query) => {
    await back(query);
    await expect(social().completeSocialSignIn()).rejects.toMatchObject({ code: 'not_begun_here' });
    expect([service.count('/exchange'), page.address, page.session.items.size]).toEqual([0, BACK, 1]);
  });

  it('refuses what comes twice', async () => {
    const { address } = await back({ code: 'ghc_1' });
    await social().completeSocialSignIn();
    page.address = address;
    await expect(social().completeSocialSignIn()).rejects.toMatchObject({ code: 'not_begun_here' });
    expect(service.count('/exchange')).toBe(1);
  });

  it('tells by a typed error why it came to nothing, and what was begun', async () => {
    await back({ error: 'account_exists' });
    const returned = social();
    await expect(returned.completeSocialSignIn()).rejects.toMatchObject({
      name: 'GatehouseError',
      code: 'account_exists',
    });
    expect(returned.attempt).toEqual({ kind: 'sign-in', provider: 'acme', returnTo: '/devices' });
  });

  it('uses the other storage where one is denied, and sends nobody away where both are', async () => {
    page.session.isDenied = true;
    await back({ code: 'ghc_1' });
    expect(await social().completeSocialSignIn()).toMatchObject({ kind: 'sign-in' });
    expect(page.local.items.size).toBe(0);
    page.local.isDenied = true;
    await expect(social().signInWith('acme')).rejects.toMatchObject({ code: 'storage_blocked' });
    expect(page.left).toHaveLength(1);
  });

  it('knows no provider that the service does not list', async () => {
    await expect(social().signInWith('google')).rejects.toMatchObject({ code: 'unknown_provider' });
  });

  it('goes to no address that would run in the page', async () => {
    service.fault = ((before) => (asked, response, proper) => {
      if (asked.path.endsWith('/auth/login') || asked.path.endsWith('/auth/me')) proper();
      else before!(asked, response, proper);
    })(service.fault);
    await tab.client.login(ADA);
    await expect(social().link('acme')).rejects.toMatchObject({ code: 'not_gatehouse' });
    expect([page.left, page.session.items.size]).toEqual([[], 0]);
  });
});
