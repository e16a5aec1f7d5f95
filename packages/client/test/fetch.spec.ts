import { createClient, GatehouseError, type TokenStorage } from '@gatehouse/client';
import { ADA, Profile, type Tab } from './support/profile.js';
import { StubService } from './support/stub-service.js';

describe('fetch', () => {
  let service: StubService;
  let orders: StubService;
  let elsewhere: StubService;
  let profile: Profile;
  let tab: Tab;

  beforeEach(async () => {
    [service, orders, elsewhere] = await Promise.all([StubService.start(), StubService.start(), StubService.start()]);
    orders.fault = (_, response) => void response.writeHead(200).end('orders');
    elsewhere.fault = (_, response) => void response.writeHead(200).end('elsewhere');
    profile = new Profile(service.origin);
    tab = profile.open({ origins: [orders.origin] });
  });
  afterEach(async () => {
    profile.close();
    await Promise.all([service.stop(), orders.stop(), elsewhere.stop()]);
  });

  const last = (stub: StubService) => stub.asked.at(-1)!;
  /** Refuses the first token that is shown, as a service does that has heard of its end. */
  const refuseFirst = (challenge?: string) => {
    let refused: string | undefined;
    orders.fault = ({ headers, body }, response) => {
      refused ??= headers.authorization;
      if (headers.authorization !== refused) return void response.writeHead(200).end(body);
      response.writeHead(401, challenge ? { 'www-authenticate': challenge } : {}).end();
    };
  };

  it('sends the token to the service and the named origins, and nowhere else', async () => {
    await tab.client.login(ADA);
    for (const stub of [service, orders, elsewhere]) await tab.client.fetch(new URL('/api/v1/x', stub.origin));
    const token = `Bearer ${await tab.client.getAccessToken()}`;
    expect([service, orders, elsewhere].map((stub) => last(stub).headers.authorization)).toEqual([
      token,
      token,
      undefined,
    ]);
  });

  it('reads an address as the platform does, so that a <base> of somebody else gets no token', async () => {
    await tab.client.login(ADA);
    class Based extends Request {
      constructor(input: ConstructorParameters<typeof Request>[0], init?: RequestInit) {
        super(typeof input === 'string' ? new URL(input, elsewhere.origin) : input, init);
      }
    }
    vi.stubGlobal('Request', Based);
    vi.stubGlobal('location', { href: `${orders.origin}/page` });
    const calls: unknown[] = [];
    const based = createClient({
      baseUrl: orders.origin,
      environment: {
        fetch: async (...call) => {
          calls.push(call);
          return new Response();
        },
      },
    });
    await based.fetch('/x');
    based.close();
    vi.unstubAllGlobals();
    expect(calls).toEqual([['/x', undefined]]);
  });

  it.each([
    ['another host behind the name', (own: string, other: string) => `${own}@${other.slice(7)}/`],
    [
      'a name before the host',
      (own: string, other: string) => `http://${own.slice(7).replace(':', '%3A')}@${other.slice(7)}/`,
    ],
  ])('is not led astray by %s', async (_, address) => {
    await tab.client.login(ADA);
    await tab.client.fetch(address(orders.origin, elsewhere.origin)).catch(() => {});
    expect(elsewhere.asked.map(({ headers }) => headers.authorization)).not.toContainEqual(expect.anything());
  });

  it('a redirect does not take the token along to another origin', async () => {
    await tab.client.login(ADA);
    orders.fault = (_, response) => void response.writeHead(307, { location: `${elsewhere.origin}/x` }).end();
    expect(await (await tab.client.fetch(orders.origin)).text()).toBe('elsewhere');
    expect(last(orders).headers.authorization).toMatch(/^Bearer /);
    expect(last(elsewhere).headers.authorization).toBeUndefined();
  });

  it("keeps the caller's own authorization, method, headers and body", async () => {
    await tab.client.login(ADA);
    await tab.client.fetch(orders.origin, { headers: { authorization: 'Basic eDp5' } });
    expect(last(orders).headers.authorization).toBe('Basic eDp5');
    const request = new Request(orders.origin, { method: 'PUT', body: 'one', headers: { 'x-own': '1' } });
    await tab.client.fetch(request);
    expect(last(orders)).toMatchObject({ method: 'PUT', body: 'one', headers: { 'x-own': '1' } });
    expect(last(orders).headers.authorization).toMatch(/^Bearer /);
  });

  it('sends nothing where nobody is signed in', async () => {
    expect((await tab.client.fetch(orders.origin)).status).toBe(200);
    expect(last(orders).headers.authorization).toBeUndefined();
  });

  it.each<[string, () => [Request | URL, RequestInit?]]>([
    ['text', () => [new URL(orders.origin), { method: 'POST', body: 'again' }]],
    ['a Request', () => [new Request(orders.origin, { method: 'POST', body: 'again' })]],
  ])('after a 401 it sends %s once more, with another token', async (_, request) => {
    await tab.client.login(ADA);
    refuseFirst();
    const answer = await tab.client.fetch(...request());
    expect([answer.status, await answer.text()]).toEqual([200, 'again']);
    expect([service.refreshes, orders.asked.length]).toEqual([1, 2]);
  });

  it('a stream is not sent again: the 401 is what the caller gets', async () => {
    await tab.client.login(ADA);
    refuseFirst();
    const body = new Blob(['once']).stream();
    const init = { method: 'POST', body, duplex: 'half' } as RequestInit;
    expect((await tab.client.fetch(orders.origin, init)).status).toBe(401);
    expect([service.refreshes, orders.asked.length]).toEqual([0, 1]);
  });

  it('a 401 that is not about the token is left alone', async () => {
    await tab.client.login(ADA);
    refuseFirst('Bearer error="insufficient_scope"');
    expect((await tab.client.fetch(orders.origin)).status).toBe(401);
    expect(service.refreshes).toBe(0);
  });

  it('rejects with a typed error where no token can be had', async () => {
    await tab.client.login(ADA);
    tab.passed += 1_000_000;
    const impatient = tab.client.fetch(orders.origin);
    service.fault = (_, response) =>
      void response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Portal</h1>');
    setTimeout(() => (tab.passed += 60_000), 500);
    await expect(impatient).rejects.toBeInstanceOf(GatehouseError);
    expect(orders.asked).toHaveLength(0);
  });

  it('an id cannot climb to another route', async () => {
    await tab.client.login(ADA);
    const asked = service.asked.length;
    await expect(tab.client.sessions.end('..')).rejects.toBeInstanceOf(TypeError);
    await tab.client.sessions.end('../users/me');
    expect(service.asked.slice(asked).map(({ path }) => path)).toEqual(['/api/v1/auth/sessions/..%2Fusers%2Fme']);
  });
});

describe('body mode', () => {
  let service: StubService;
  beforeEach(async () => {
    service = await StubService.start();
  });
  afterEach(() => service.stop());

  function memory() {
    const kept = new Map<string, string>();
    const storage: TokenStorage = {
      getItem: async (key) => kept.get(key) ?? null,
      setItem: async (key, value) => kept.set(key, value),
      removeItem: async (key) => kept.delete(key),
    };
    return { kept, storage };
  }
  const open = (storage?: TokenStorage, more = {}) =>
    createClient({ baseUrl: service.origin, transport: 'body', storage, ...more });

  it('goes on after a restart of the process with what is in the storage', async () => {
    const { kept, storage } = memory();
    await open(storage).login(ADA);
    expect([...kept.keys()].some((key) => key.endsWith(':refresh'))).toBe(true);
    const next = open(storage);
    expect(await next.ready()).toMatchObject({ status: 'signed-in', reason: 'restored', user: { username: 'ada' } });
    await next.logout();
    expect([...kept.values()]).toEqual(['out']);
    expect([...service.sessions.values()].every(({ isOver }) => isOver)).toBe(true);
  });

  it('clients for different users in one process do not hear of each other', async () => {
    const [ada, grace] = [open(), open()];
    await ada.login(ADA);
    await grace.login({ ...ADA, username: 'grace' });
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect([ada.user?.username, grace.user?.username]).toEqual(['ada', 'grace']);
    expect(await ada.getAccessToken()).not.toBe(await grace.getAccessToken());
  });

  it('clients of one name share a storage, and one refresh', async () => {
    const { storage } = memory();
    await open(storage).login(ADA);
    const clients = Array.from({ length: 10 }, () => open(storage, { name: 'shared' }));
    const tokens = await Promise.all(clients.map((client) => client.getAccessToken()));
    expect([new Set(tokens).size, service.refreshes]).toEqual([1, 1]);
    for (const client of clients) client.close();
  });

  it('a storage that refuses is not there: the session lasts as long as the process', async () => {
    const refuse = () => {
      throw new Error('denied');
    };
    service.expiresIn = 1;
    const client = open({ getItem: refuse, setItem: refuse, removeItem: refuse });
    await client.login(ADA);
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    expect(await client.me()).toMatchObject({ username: 'ada' });
    expect(service.refreshes).toBe(1);
  });

  it('a storage that is full does not make the token before look stolen', async () => {
    const { kept, storage } = memory();
    service.expiresIn = 1;
    service.grace = 0;
    const client = open(storage);
    await client.login(ADA);
    storage.setItem = () => {
      throw new Error('full');
    };
    for (let round = 0; round < 2; round += 1) {
      await new Promise((resolve) => setTimeout(resolve, 1_100));
      expect(await client.me()).toMatchObject({ username: 'ada' });
    }
    expect(kept.size).toBeGreaterThan(0);
  });
});

describe('options', () => {
  it.each<[string, object]>([
    ['baseUrl', { baseUrl: 'auth.example.org' }],
    ['baseUrl', { baseUrl: 'https://auth.example.org/api' }],
    ['origins', { origins: ['*'] }],
    ['origins', { origins: ['https://api.example.org/v1'] }],
    ['transport', { transport: 'header' }],
    ['storage', { storage: {} }],
    ['timeout', { timeout: 0 }],
    ['patience', { patience: Number.NaN }],
  ])('a bad %s is named', (name, options) => {
    expect(() => createClient({ baseUrl: 'https://auth.example.org', ...options })).toThrow(name);
  });
});
