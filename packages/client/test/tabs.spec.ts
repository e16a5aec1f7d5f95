import { setTimeout as sleep } from 'node:timers/promises';
import { ADA, Profile, type TabOptions } from './support/profile.js';
import { StubService } from './support/stub-service.js';

const PLATFORMS: [string, TabOptions][] = [
  ['Web Locks and BroadcastChannel', {}],
  ['no Web Locks', { without: ['locks'] }],
  ['no BroadcastChannel', { without: ['channel'] }],
  ['neither', { without: ['locks', 'channel'] }],
  ['storage denied', { without: ['storage'] }],
  ['nothing of it', { without: ['locks', 'channel', 'storage'] }],
];

describe('tabs of one browser', () => {
  let service: StubService;
  let profile: Profile;

  beforeEach(async () => {
    service = await StubService.start();
    profile = new Profile(service.origin);
  });
  afterEach(async () => {
    profile.close();
    await service.stop();
  });

  describe.each(PLATFORMS)('with %s', (_, options) => {
    const carriesTokens = !options.without?.includes('channel');
    const hearsOthers = carriesTokens || !options.without?.includes('storage');

    it('hear of a sign-in and of a sign-out', async () => {
      const [first, second] = [profile.open(options), profile.open(options)];
      await Promise.all([first.client.ready(), second.client.ready()]);
      expect(second.client.state).toMatchObject({ status: 'signed-out', reason: 'none' });
      await first.client.login(ADA);
      expect(first.client.user?.username).toBe('ada');
      if (!hearsOthers) return;
      await expect.poll(() => second.client.user?.username).toBe('ada');
      await second.client.logout();
      await expect.poll(() => first.client.state).toMatchObject({ status: 'signed-out', reason: 'logout' });
      expect(await first.client.getAccessToken()).toBeUndefined();
    });

    it('that start anew find their session', async () => {
      await profile.open(options).client.login(ADA);
      const later = profile.open(options);
      expect(await later.client.ready()).toMatchObject({ status: 'signed-in', reason: 'restored' });
      expect(later.client.user?.username).toBe('ada');
      expect(service.refreshes).toBe(carriesTokens ? 0 : 1);
    });

    it('refresh one at a time when all want to at once, and nobody is signed out', async () => {
      const tabs = Array.from({ length: 8 }, () => profile.open(options));
      await tabs[0]!.client.login(ADA);
      for (const tab of tabs) await tab.client.ready();
      const before = service.refreshes;
      let inFlight = 0;
      let most = 0;
      service.fault = ({ path }, _response, proper) => {
        if (!path.endsWith('/auth/refresh')) return proper();
        most = Math.max(most, (inFlight += 1));
        setTimeout(() => {
          inFlight -= 1;
          proper();
        }, 20);
      };
      for (const tab of tabs) tab.passed += 1_000_000;
      const tokens = await Promise.all(tabs.map(({ client }) => client.getAccessToken()));
      expect(tokens.every(Boolean)).toBe(true);
      expect(tabs.map(({ client }) => client.state.status)).toEqual(tabs.map(() => 'signed-in'));
      if (carriesTokens && !options.without?.includes('locks')) {
        expect(new Set(tokens).size).toBe(1);
        expect(service.refreshes - before).toBe(1);
      }
      if (options.without?.length !== 3 && !options.without?.includes('locks')) expect(most).toBe(1);
    });
  });

  it('fifty of them make one refresh', async () => {
    const tabs = Array.from({ length: 50 }, () => profile.open());
    await tabs[0]!.client.login(ADA);
    await Promise.all(tabs.map(({ client }) => client.ready()));
    for (const tab of tabs) tab.passed += 1_000_000;
    const tokens = await Promise.all(tabs.map(({ client }) => client.getAccessToken()));
    expect(service.refreshes).toBe(1);
    expect(new Set(tokens).size).toBe(1);
    expect(service.count('/auth/me')).toBe(1);
  });

  it('fifty of them try one at a time while the service hangs, and one for all', async () => {
    const tabs = Array.from({ length: 50 }, () => profile.open({ timeout: 500, patience: 3_000 }));
    await tabs[0]!.client.login(ADA);
    await Promise.all(tabs.map(({ client }) => client.ready()));
    let inFlight = 0;
    let most = 0;
    service.fault = ({ path }, response, proper) => {
      if (!path.endsWith('/auth/refresh')) return proper();
      most = Math.max(most, (inFlight += 1));
      response.once('close', () => (inFlight -= 1));
    };
    for (const tab of tabs) tab.passed += 1_000_000;
    const ends = await Promise.allSettled(tabs.map(({ client }) => client.getAccessToken()));
    expect(ends.every(({ status }) => status === 'rejected')).toBe(true);
    expect(most).toBe(1);
    expect(service.refreshes).toBeLessThan(20);
    service.fault = undefined;
    expect(await tabs[7]!.client.getAccessToken()).toBeTypeOf('string');
    expect(tabs.every(({ client }) => client.state.status === 'signed-in')).toBe(true);
  });

  it('a tab that holds the lock and does not come back is not waited for without end, and then still one refreshes', async () => {
    const tabs = Array.from({ length: 10 }, () => profile.open({ speed: 100 }));
    await tabs[0]!.client.login(ADA);
    await Promise.all(tabs.map(({ client }) => client.ready()));
    let letGo = () => {};
    const name = `${profile.number} gatehouse:${service.origin}/api/v1`;
    void navigator.locks.request(name, () => new Promise<void>((resolve) => (letGo = resolve)));
    for (const tab of tabs) tab.passed += 1_000_000;
    const tokens = await Promise.all(tabs.map(({ client }) => client.getAccessToken()));
    expect([new Set(tokens).size, service.refreshes]).toEqual([1, 1]);
    letGo();
  });

  it('a tab that is ahead of time goes on with its token meanwhile', async () => {
    const tab = profile.open();
    const { client } = tab;
    await client.login(ADA);
    const first = await client.getAccessToken();
    tab.passed = 870_000;
    expect(await client.getAccessToken()).toBe(first);
    await expect.poll(() => service.refreshes).toBe(1);
    await expect.poll(async () => (await client.getAccessToken()) === first).toBe(false);
  });

  it('a sign-in of somebody else replaces whoever was signed in, in all tabs', async () => {
    const [first, second] = [profile.open(), profile.open()];
    await first.client.login(ADA);
    await second.client.ready();
    await second.client.login({ ...ADA, username: 'grace' });
    await expect.poll(() => first.client.user?.username).toBe('grace');
    expect(await first.client.getAccessToken()).toBe(await second.client.getAccessToken());
  });

  it('a tab that missed a sign-out finds out when it wakes', async () => {
    const [first, second] = [profile.open({ without: ['channel'] }), profile.open()];
    await first.client.login(ADA);
    await second.client.ready();
    await second.client.logout();
    first.wake();
    await expect.poll(() => first.client.state.status).toBe('signed-out');
  });

  it('what a session ends by is heard in every tab, with its reason', async () => {
    const [first, second] = [profile.open(), profile.open()];
    await first.client.login(ADA);
    await second.client.ready();
    const heard: object[] = [];
    second.client.onAuthChange((change) => heard.push(change));
    await first.client.getAccessToken();
    first.passed = 1_000_000;
    await first.client.getAccessToken(); // proves the cookie
    service.endAll();
    first.passed = 2_000_000;
    await expect(first.client.getAccessToken()).rejects.toMatchObject({ code: 'invalid_refresh_token' });
    await sleep(20);
    expect(heard).toEqual([expect.objectContaining({ status: 'signed-out', reason: 'ended', tab: 'other' })]);
    expect(first.client.state.reason).toBe('ended');
  });
});
