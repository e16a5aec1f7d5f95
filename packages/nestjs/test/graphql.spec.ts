import { Module } from '@nestjs/common';
import { GraphQLModule } from '@nestjs/graphql';
import { MercuriusDriver, type MercuriusDriverConfig } from '@nestjs/mercurius';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { GatehouseModule, Verifier } from '@gatehouse/nestjs';
import { TestIssuer, uuidv7 } from '@gatehouse/nestjs/testing';
import { Test } from '@nestjs/testing';
import { BooksResolver, channel, PostsResolver, SubscriptionClient } from './support/graphql.js';

describe('a GraphQL server (Mercurius)', () => {
  const issuer = new TestIssuer();
  const clients: SubscriptionClient[] = [];
  let offset = 0;
  let timeOfDay = 0;
  let app: NestFastifyApplication;
  let url: string;

  beforeAll(async () => {
    const { issuer: trusted, audience } = issuer;
    const graphql = GraphQLModule.forRoot<MercuriusDriverConfig>({
      driver: MercuriusDriver,
      autoSchemaFile: true,
      subscription: true,
    });

    @Module({
      imports: [GatehouseModule.forRoot({ issuer: trusted, audience }), graphql],
      providers: [PostsResolver],
    })
    class AppModule {}

    const clock = { now: () => Date.now() + timeOfDay, elapsed: () => performance.now() + offset };
    const module = await Test.createTestingModule({ imports: [AppModule] })
      .overrideProvider(Verifier)
      .useValue(issuer.verifier({ clock }))
      .compile();
    app = module.createNestApplication<NestFastifyApplication>(new FastifyAdapter(), { logger: false });
    await app.listen(0, '127.0.0.1');
    url = `${await app.getUrl()}/graphql`;
  });
  afterEach(() => {
    for (const client of clients.splice(0)) client.close();
    offset = 0;
    timeOfDay = 0;
  });
  afterAll(() => app.close());

  const ask = async (query: string, headers: Record<string, string> = {}): Promise<unknown> => {
    const body = JSON.stringify({ query });
    const init = { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body };
    return (await fetch(url, init)).json();
  };
  const connect = (by: { headers?: Record<string, string>; params?: object }) => {
    const client = new SubscriptionClient(url, by);
    clients.push(client);
    return client;
  };
  const refusedWith = (code: string, problem: string) => ({
    errors: [{ extensions: { code, problem: expect.objectContaining({ code: problem }) } }],
  });

  it('answers queries and mutations to who may ask, and says who it is', async () => {
    const subject = uuidv7();
    expect(await ask('{ me }', issuer.asUser({ subject }))).toEqual({ data: { me: subject } });
    expect(await ask('{ anything }')).toEqual({ data: { anything: 'anything' } });
    expect(await ask('mutation { remove(id: "1") }', issuer.asUser({ roles: ['admin'] }))).toEqual({
      data: { remove: true },
    });
  });

  it('refuses in the words of GraphQL', async () => {
    expect(await ask('{ me }')).toMatchObject(refusedWith('UNAUTHENTICATED', 'missing_token'));
    expect(await ask('{ me }', { authorization: 'Bearer a.b.c' })).toMatchObject(
      refusedWith('UNAUTHENTICATED', 'invalid_token'),
    );
    expect(await ask('mutation { remove(id: "1") }', issuer.asUser())).toMatchObject(
      refusedWith('FORBIDDEN', 'insufficient_role'),
    );
  });

  it('refuses one field of a query and answers the other', async () => {
    const answer = await ask('{ anything me }');
    expect(answer).toMatchObject(refusedWith('UNAUTHENTICATED', 'missing_token'));
  });

  it.each<[string, (headers: { authorization: string }) => object]>([
    ['the header of the handshake', (headers) => ({ headers })],
    ['connectionParams, as browsers must', (params) => ({ params })],
    ['connectionParams in capitals', ({ authorization }) => ({ params: { Authorization: authorization } })],
  ])('opens a subscription to a token in %s', async (_name, by) => {
    const client = connect(by(issuer.asUser()));
    await client.subscribe('1', 'happened');
    await vi.waitFor(() => {
      channel.tell('hello');
      expect(client.of('1')).toContainEqual(
        expect.objectContaining({ type: 'next', payload: { data: { happened: 'hello' } } }),
      );
    });
  });

  it('opens none without a good token, or without the role', async () => {
    const [stranger, user] = [connect({}), connect({ params: issuer.asUser() })];
    await stranger.subscribe('1', 'happened');
    await user.subscribe('1', 'forAdmins');
    for (const [client, code] of [
      [stranger, 'UNAUTHENTICATED'],
      [user, 'FORBIDDEN'],
    ] as const) {
      await vi.waitFor(() => expect(JSON.stringify(client.of('1'))).toContain(code));
      channel.tell('secret');
      expect(JSON.stringify(client.heard)).not.toContain('secret');
    }
    expect(channel.size).toBe(0);
  });

  it('ends subscriptions when the session ends, and others go on', async () => {
    const sessionId = uuidv7();
    const [client, other] = [connect({ params: issuer.asUser({ sessionId }) }), connect({ params: issuer.asUser() })];
    await client.subscribe('quiet', 'happened');
    await client.subscribe('all', 'forAll');
    await other.subscribe('1', 'happened');
    await vi.waitFor(() => expect(channel.size).toBe(3));
    const began = performance.now();
    await issuer.endSession(sessionId);
    // What happens from now on is not told, even before the second is over.
    channel.tell('after the logout');
    await vi.waitFor(() => expect(client.of('quiet').at(-1)).toMatchObject({ type: 'complete' }), { timeout: 3000 });
    expect(performance.now() - began).toBeLessThan(2000);
    expect(client.of('quiet')).toHaveLength(1);
    const news = expect.objectContaining({ type: 'next', payload: { data: { happened: 'after the logout' } } });
    await vi.waitFor(() => expect(other.of('1')).toContainEqual(news));
    await vi.waitFor(() => expect(client.of('all')).toHaveLength(1));
    await client.subscribe('again', 'happened');
    await vi.waitFor(() => expect(JSON.stringify(client.of('again'))).toContain('UNAUTHENTICATED'));
    expect(channel.size).toBe(2);
  });

  it('ends a subscription on which nothing happens within a second of its token’s end', async () => {
    const client = connect({ params: issuer.asUser({ expiresIn: 60 }) });
    await client.subscribe('1', 'happened');
    await vi.waitFor(() => expect(channel.size).toBe(1), { timeout: 4000 });
    timeOfDay = 66_000;
    await vi.waitFor(() => expect(client.of('1')).toMatchObject([{ type: 'complete' }]), { timeout: 4000 });
    expect(channel.size).toBe(0);
  });

  it('tells nothing more while the feed is not heard, except where it may', async () => {
    const client = connect({ params: issuer.asUser({ roles: ['admin'] }) });
    await client.subscribe('careful', 'happened');
    await client.subscribe('careless', 'forAdmins');
    await vi.waitFor(() => expect(channel.size).toBe(2));
    offset = 60_000;
    channel.tell('meanwhile');
    await vi.waitFor(() => expect(client.of('careless')).toMatchObject([{ type: 'next' }]));
    await vi.waitFor(() => expect(client.of('careful')).toMatchObject([{ type: 'complete' }]));
  });
});

describe('what a field of GraphQL demands', () => {
  const start = async (fieldResolverEnhancers?: ['guards']) => {
    const issuer = new TestIssuer();
    const graphql = { driver: MercuriusDriver, autoSchemaFile: true, fieldResolverEnhancers };
    const { issuer: trusted, audience, fetch } = issuer;

    @Module({
      imports: [
        GatehouseModule.forRoot({ issuer: trusted, audience, fetch }),
        GraphQLModule.forRoot<MercuriusDriverConfig>(graphql),
      ],
      providers: [BooksResolver],
    })
    class AppModule {}

    const module = await Test.createTestingModule({ imports: [AppModule] }).compile();
    const app = module.createNestApplication<NestFastifyApplication>(new FastifyAdapter(), { logger: false });
    return { issuer, app };
  };

  it('stops the start where Nest would not ask for it', async () => {
    const { app } = await start();
    await expect(app.init()).rejects.toThrow(/BooksResolver\.price.*fieldResolverEnhancers/);
    await app.close();
  });

  it('is asked for where guards are called for fields', async () => {
    const { app, issuer } = await start(['guards']);
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
    const ask = async (roles: string[]) => {
      const payload = { query: '{ book { title price } }' };
      return (
        await app.inject({ method: 'POST', url: '/graphql', payload, headers: issuer.asUser({ roles }) })
      ).json<unknown>();
    };
    expect(await ask(['admin'])).toEqual({ data: { book: { title: 'Emma', price: 7 } } });
    expect(await ask(['user'])).toMatchObject({
      errors: [{ path: ['book', 'price'], extensions: { code: 'FORBIDDEN' } }],
    });
    await app.close();
  });
});
