import { ADA, Profile, type Tab } from './support/profile.js';
import { type Fault, StubService } from './support/stub-service.js';

const LIFE_MS = 900_000;
const isRefresh = (path: string) => path.endsWith('/auth/refresh');

describe('what goes wrong on the way', () => {
  let service: StubService;
  let profile: Profile;
  let tab: Tab;

  beforeEach(async () => {
    service = await StubService.start();
    profile = new Profile(service.origin);
    tab = profile.open({ timeout: 1_000, patience: 2_000 });
  });
  afterEach(async () => {
    profile.close();
    await service.stop();
  });

  /** Signed in, one refresh done, and the token has expired. */
  async function signedIn(): Promise<void> {
    await tab.client.login(ADA);
    tab.passed += LIFE_MS + 1000;
    await tab.client.getAccessToken();
    tab.passed += LIFE_MS + 1000;
    service.asked.length = 0;
  }

  /** Answers a number of refreshes so, and then properly. */
  const faulty = (times: number, fault: Fault): Fault => {
    let left = times;
    return (asked, response, proper) => {
      if (isRefresh(asked.path) && left > 0) {
        left -= 1;
        fault(asked, response, proper);
      } else proper();
    };
  };

  const html: Fault = (_, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Welcome to our hotel</h1>');
  };

  it('a lost answer is asked for again, and nobody is signed out', async () => {
    await signedIn();
    let lost = 0;
    tab.losesAnswer = (url) => isRefresh(url) && (lost += 1) <= 2;
    expect(await tab.client.getAccessToken()).toBeTypeOf('string');
    expect([service.refreshes, tab.client.state.status]).toEqual([3, 'signed-in']);
  });

  it('so it is when the connection is cut in the middle of the answer', async () => {
    await signedIn();
    const cut: Fault = (_, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '500' }).write('{"access_');
      setTimeout(() => response.destroy(), 10);
    };
    service.fault = faulty(2, cut);
    expect(await tab.client.getAccessToken()).toBeTypeOf('string');
  });

  it.each<[string, Fault]>([
    ['a captive portal with status 200', html],
    [
      'JSON that is no answer of ours',
      (_, response) => void response.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true}'),
    ],
    [
      'half of a JSON',
      (_, response) =>
        void response.writeHead(200, { 'content-type': 'application/json' }).end('{"access_token":"x","expi'),
    ],
    [
      'a life of nothing',
      (_, response) =>
        void response.writeHead(200, { 'content-type': 'application/json' }).end('{"access_token":"x","expires_in":0}'),
    ],
    ['nothing at all', (_, response) => void response.writeHead(200).end()],
    [
      'a page of a proxy',
      (_, response) => void response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad gateway</h1>'),
    ],
    [
      'a 401 of somebody else',
      (_, response) =>
        void response.writeHead(401, { 'content-type': 'text/html' }).end('<h1>Log in to the proxy</h1>'),
    ],
    [
      'a redirect to a portal',
      (_, response) => void response.writeHead(302, { location: 'http://127.0.0.1:1/portal' }).end(),
    ],
  ])('%s is a typed error that passes, and signs nobody out', async (_, fault) => {
    await signedIn();
    service.fault = faulty(100, fault);
    const error = await tab.client.getAccessToken().catch((caught: unknown) => caught);
    expect(error).toMatchObject({ name: 'GatehouseError', code: 'not_gatehouse', isTemporary: true });
    expect(tab.client.state.status).toBe('signed-in');
    expect(service.refreshes).toBeLessThan(9);
    service.fault = undefined;
    expect(await tab.client.getAccessToken()).toBeTypeOf('string');
  });

  it('a service that hangs is a timeout', async () => {
    await signedIn();
    service.fault = (asked, _, proper) => (isRefresh(asked.path) ? undefined : proper());
    await expect(tab.client.getAccessToken()).rejects.toMatchObject({ code: 'timeout', isTemporary: true });
    service.fault = undefined;
    expect(await tab.client.getAccessToken()).toBeTypeOf('string');
  });

  it('a service that is away is a network error, and a restart is waited for', async () => {
    await signedIn();
    await service.stop();
    await expect(tab.client.getAccessToken()).rejects.toMatchObject({ code: 'network' });
    setTimeout(() => void service.comeBack(), 400);
    expect(await tab.client.getAccessToken()).toBeTypeOf('string');
    expect(tab.client.state.status).toBe('signed-in');
  });

  it('offline it waits for the network, and keeps the session', async () => {
    await signedIn();
    tab.isOnline = false;
    const asked = tab.client.getAccessToken();
    setTimeout(() => tab.comeOnline(), 200);
    expect(await asked).toBeTypeOf('string');
    tab.isOnline = false;
    tab.passed += LIFE_MS + 1000;
    await expect(tab.client.getAccessToken()).rejects.toMatchObject({ code: 'offline' });
    expect(tab.client.state.status).toBe('signed-in');
  });

  const busy =
    (seconds: number): Fault =>
    (_, response) =>
      void response
        .writeHead(503, { 'content-type': 'application/problem+json', 'retry-after': String(seconds) })
        .end('{"type":"x","title":"Busy","status":503,"code":"service_unavailable"}');

  it('Retry-After is waited for where that is soon', async () => {
    await signedIn();
    service.fault = faulty(1, busy(1));
    const before = performance.now();
    expect(await tab.client.getAccessToken()).toBeTypeOf('string');
    expect(performance.now() - before).toBeGreaterThan(1_000);
    expect(service.refreshes).toBe(2);
  });

  it('Retry-After is told where that is late, and nobody is asked before', async () => {
    await signedIn();
    service.fault = faulty(1, busy(60));
    for (let call = 0; call < 5; call += 1) {
      const told = { code: 'service_unavailable', retryAfter: 60, status: 503 };
      await expect(tab.client.getAccessToken()).rejects.toMatchObject(told);
    }
    expect(service.refreshes).toBe(1);
    tab.passed += 61_000;
    expect(await tab.client.getAccessToken()).toBeTypeOf('string');
  });

  it('an application that calls without end does not make it ask without end', async () => {
    await signedIn();
    service.fault = faulty(1_000, html);
    const impatient = profile.open({ patience: 0 });
    const end = performance.now() + 1_500;
    while (performance.now() < end) {
      await impatient.client.getAccessToken().catch(() => new Promise((resolve) => setTimeout(resolve, 5)));
    }
    expect(service.refreshes).toBeLessThan(8);
  });

  it('a service that refuses every token is asked for another only three times a minute', async () => {
    await tab.client.login(ADA);
    service.accepts = () => false;
    for (let call = 0; call < 20; call += 1) {
      await expect(tab.client.me()).rejects.toMatchObject({ code: 'invalid_access_token' });
      expect((await tab.client.fetch(`${service.origin}/api/v1/orders`)).status).toBe(401);
    }
    expect(service.refreshes).toBe(3);
    expect(tab.client.state.status).toBe('signed-in');
  });

  it.each([
    ['a day ahead', 86_400_000],
    ['a day back', -86_400_000],
  ])('a clock that is set %s costs one refresh at the most', async (_, offset) => {
    await tab.client.login(ADA);
    tab.passed += 60_000;
    tab.dayOffset = offset;
    for (let call = 0; call < 20; call += 1) await tab.client.getAccessToken();
    expect(service.refreshes).toBeLessThanOrEqual(1);
    tab.passed += LIFE_MS + 1000;
    expect(await tab.client.getAccessToken()).toBeTypeOf('string');
    expect(tab.client.state.status).toBe('signed-in');
  });

  it('a clock that jumps at each look does not loop', async () => {
    await tab.client.login(ADA);
    for (let call = 0; call < 50; call += 1) {
      tab.dayOffset += 3_600_000;
      await tab.client.getAccessToken();
    }
    expect(service.refreshes).toBe(0); // The token is seconds old by the clock that cannot be set.
  });

  it('a token that died while the device slept is replaced, however young it looks', async () => {
    await signedIn();
    const dead = await tab.client.getAccessToken();
    service.accepts = (token) => token !== dead;
    expect(await tab.client.me()).toMatchObject({ username: 'ada' });
    expect((await tab.client.fetch(`${service.origin}/api/v1/orders`)).status).toBe(200);
  });

  it('cookies that the browser does not keep are told', async () => {
    profile.keepsCookies = false;
    await tab.client.login(ADA);
    tab.passed += LIFE_MS + 1000;
    await expect(tab.client.getAccessToken()).rejects.toMatchObject({ code: 'cookies_blocked' });
    expect(tab.client.state).toMatchObject({ status: 'signed-out', reason: 'cookies_blocked' });
    await tab.client.getAccessToken();
    expect(service.refreshes).toBe(1);
  });

  it('so they are where storage is denied with them, as browsers do', async () => {
    profile.keepsCookies = false;
    const bare = profile.open({ without: ['storage'] });
    await bare.client.login(ADA);
    bare.passed += LIFE_MS + 1000;
    await expect(bare.client.getAccessToken()).rejects.toMatchObject({ code: 'cookies_blocked' });
    expect(await profile.open({ without: ['storage'] }).client.ready()).toMatchObject({ reason: 'none' });
    expect(service.refreshes).toBe(2);
  });

  it('a session that was ended elsewhere before its first refresh is one that was ended: the cookie was there', async () => {
    await tab.client.login(ADA);
    service.endAll();
    tab.passed += LIFE_MS + 1000;
    await expect(tab.client.getAccessToken()).rejects.toMatchObject({ code: 'invalid_refresh_token' });
    expect(tab.client.state).toMatchObject({ status: 'signed-out', reason: 'ended' });
  });

  it('a stolen token ends the session, and the reason is told', async () => {
    await signedIn();
    const [id] = profile.refreshToken!.split('.');
    profile.cookies.set('gatehouse_refresh', `${id}.0`);
    service.sessions.get(id!)!.counter = 5;
    await expect(tab.client.getAccessToken()).rejects.toMatchObject({ code: 'refresh_token_reused' });
    expect(tab.client.state).toMatchObject({ status: 'signed-out', reason: 'reused' });
  });

  it('a wrong password is not taken for a dead token', async () => {
    await tab.client.login(ADA);
    const wrong = { current_password: 'x', new_password: 'y' };
    await expect(tab.client.password.change(wrong)).rejects.toMatchObject({ code: 'invalid_credentials', status: 401 });
    expect([service.refreshes, service.count('/password/change')]).toEqual([0, 1]);
  });

  it('a logout that the service does not hear of is made up for at the next start', async () => {
    await tab.client.login(ADA);
    await service.stop();
    await expect(tab.client.logout()).rejects.toMatchObject({ code: 'network' });
    expect(tab.client.state).toMatchObject({ status: 'signed-out', reason: 'logout' });
    await service.comeBack();
    const next = profile.open();
    expect((await next.client.ready()).status).toBe('signed-out');
    expect([...service.sessions.values()].every(({ isOver }) => isOver)).toBe(true);
    expect(profile.refreshToken).toBeUndefined();
  });

  it('a visitor costs one request, once', async () => {
    expect(await tab.client.ready()).toMatchObject({ status: 'signed-out', reason: 'none', error: undefined });
    await profile.open().client.ready();
    expect(service.asked).toHaveLength(1);
  });

  it('a start without the service is unknown, with the reason, and heals when the device wakes', async () => {
    await signedIn();
    await service.stop();
    profile.close();
    const next = profile.open({ patience: 500 });
    expect(await next.client.ready()).toMatchObject({ status: 'unknown', error: { code: 'network' } });
    await service.comeBack();
    next.wake();
    const healed = expect.poll(() => next.client.state, { timeout: 10_000 });
    await healed.toMatchObject({ status: 'signed-in', error: undefined });
  });

  it('a start without the service is told at once, tried again without anybody at the page, and not too often', async () => {
    await signedIn();
    await service.stop();
    profile.close();
    const next = profile.open({ patience: 60_000, speed: 20 });
    void next.client.ready();
    await expect.poll(() => next.client.state.error?.code).toBe('network');
    const last = profile.open({ patience: 0, speed: 20 });
    let tries = 0;
    last.losesAnswer = () => (tries += 1) > 0;
    expect((await last.client.ready()).status).toBe('unknown');
    await service.comeBack();
    await expect.poll(() => tries).toBeGreaterThan(1);
    await new Promise((resolve) => setTimeout(resolve, 1_000)); // Twenty seconds of the page.
    expect(tries).toBeLessThan(8);
    last.losesAnswer = () => false;
    await expect.poll(() => last.client.state).toMatchObject({ status: 'signed-in', error: undefined });
  });

  it('a page that is closed does not try again', async () => {
    await signedIn();
    profile.close();
    service.fault = html;
    const next = profile.open({ patience: 0, speed: 20 });
    await next.client.ready();
    next.client.close();
    service.asked.length = 0;
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect(service.asked).toHaveLength(0);
  });

  it.each(['99999999999', '-99999', 'Infinity', 'Wed, 21 Oct 2026 07:28:00 GMT'])(
    'a Retry-After of %s makes nobody try without end',
    async (value) => {
      await signedIn();
      profile.close();
      service.fault = (_, response) => void response.writeHead(503, { 'retry-after': value }).end('busy');
      const next = profile.open({ patience: 0 });
      let looks = 0;
      next.client.subscribe(() => (looks += 1));
      await next.client.ready();
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(service.refreshes).toBeLessThan(3);
      expect(looks).toBeLessThan(10);
    },
  );

  it('a registration whose answer was lost is asked for again, until the first request is through', async () => {
    const keys: unknown[] = [];
    service.fault = ({ path, headers }, response) => {
      if (path.endsWith('/register')) keys.push(headers['idempotency-key']);
      const [status, body] = [409, { type: 'x', title: 'In use', status: 409, code: 'idempotency_key_in_use' }];
      if (keys.length === 1) response.destroy();
      else if (keys.length === 2)
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      else response.writeHead(201, { 'content-type': 'application/json' }).end('{"username":"ada"}');
    };
    const person = { username: 'ada', email: 'ada@example.org', password: 'right' };
    expect(await tab.client.register(person)).toEqual({ username: 'ada' });
    expect([keys.length, new Set(keys).size, typeof keys[0]]).toEqual([3, 1, 'string']);
  });

  it("the caller's signal gives up a call", async () => {
    await tab.client.login(ADA);
    service.fault = () => {};
    const signal = AbortSignal.timeout(50);
    await expect(tab.client.sessions.list({ signal })).rejects.toMatchObject({ code: 'aborted', isTemporary: false });
  });
});
