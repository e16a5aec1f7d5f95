import type { INestApplication, Type } from '@nestjs/common';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { IoAdapter } from '@nestjs/platform-socket.io';
import { WsAdapter } from '@nestjs/platform-ws';
import { WebSocketGateway } from '@nestjs/websockets';
import { io } from 'socket.io-client';
import { WebSocket } from 'ws';
import { Verifier } from '@gatehouse/nestjs';
import { TestIssuer, uuidv7 } from '@gatehouse/nestjs/testing';
import { ChatGateway, OpenGateway } from './support/chat.js';
import { application } from './support/posts.js';

/** What a client sees: events by name, and the end. */
interface Client {
  send(event: string): void;
  readonly heard: { event: string; data: unknown }[];
  readonly closed: Promise<unknown>;
  close(): void;
}

type Connect = (url: string, token: string | undefined) => Client;

const overWs =
  (
    options: (token: string) => [string[], object] = (token) => [[], { headers: { authorization: `Bearer ${token}` } }],
  ): Connect =>
  (url, token) => {
    const [protocols, rest] = token === undefined ? [[], {}] : options(token);
    const socket = new WebSocket(url.replace('http', 'ws'), protocols, rest);
    const heard: Client['heard'] = [];
    const opened = new Promise((resolve) => socket.on('open', resolve));
    socket.on('message', (data: Buffer) => heard.push(JSON.parse(data.toString()) as Client['heard'][number]));
    return {
      heard,
      send: (event) => void opened.then(() => socket.send(JSON.stringify({ event, data: {} }))),
      closed: new Promise((resolve) => socket.on('close', (code, reason) => resolve(`${code} ${String(reason)}`))),
      close: () => socket.terminate(),
    };
  };

const overSocketIo: Connect = (url, token) => {
  const socket = io(url, {
    auth: token === undefined ? {} : { token },
    transports: ['websocket'],
    reconnection: false,
  });
  const heard: Client['heard'] = [];
  socket.onAny((event: string, data: unknown) => heard.push({ event, data }));
  return {
    heard,
    send: (event) => void socket.emit(event, {}),
    closed: new Promise((resolve) => socket.on('disconnect', resolve)),
    close: () => void socket.disconnect(),
  };
};

@WebSocketGateway()
class HidingGateway {
  handleConnection = () => undefined;
}

const asProtocol = (token: string): [string[], object] => [['bearer', token], {}];

describe.each([
  ['ws on Express', (app: INestApplication) => new WsAdapter(app), () => new ExpressAdapter(), overWs()],
  ['ws on Fastify', (app: INestApplication) => new WsAdapter(app), () => new FastifyAdapter(), overWs()],
  [
    'ws as from a browser',
    (app: INestApplication) => new WsAdapter(app),
    () => new FastifyAdapter(),
    overWs(asProtocol),
  ],
  ['Socket.IO', (app: INestApplication) => new IoAdapter(app), () => new FastifyAdapter(), overSocketIo],
] as const)('a gateway over %s', (name, makeSockets, makeHttp, connect) => {
  const issuer = new TestIssuer();
  const clients: Client[] = [];
  let app: INestApplication | undefined;
  let url: string;

  const start = async (...providers: Type[]) => {
    const module = await application(issuer, { providers }).compile();
    app = module.createNestApplication(makeHttp(), { logger: false });
    app.useWebSocketAdapter(makeSockets(app));
    await app.listen(0, '127.0.0.1');
    url = await app.getUrl();
  };
  const open = (token: string | undefined): Client => {
    const client = connect(url, token);
    clients.push(client);
    return client;
  };
  const hears = (client: Client, message: object) =>
    vi.waitFor(() => expect(client.heard).toContainEqual(expect.objectContaining(message)), { timeout: 4000 });

  beforeEach(() => void ChatGateway.connected.splice(0));
  afterEach(async () => {
    for (const client of clients.splice(0)) client.close();
    await app?.close();
    app = undefined;
  });

  it('knows who speaks', async () => {
    await start(ChatGateway);
    const subject = uuidv7();
    const client = open(issuer.token({ subject }));
    client.send('say');
    await hears(client, { event: 'said', data: subject });
    expect(ChatGateway.connected).toHaveLength(1);
  });

  it('judges each message', async () => {
    await start(ChatGateway);
    const [user, admin] = [open(issuer.token()), open(issuer.token({ roles: ['admin'] }))];
    user.send('ban');
    admin.send('ban');
    await hears(admin, { event: 'banned', data: true });
    await hears(user, {
      event: 'exception',
      data: expect.objectContaining({ code: 'insufficient_role', status: 403 }),
    });
  });

  it.each<[string, () => string | undefined, string]>([
    ['no token', () => undefined, 'missing_token'],
    ['a dead token', () => issuer.token({ expiresIn: -60 }), 'invalid_token'],
    ['nonsense', () => 'a.b.c', 'invalid_token'],
  ])('closes on %s, before the gateway hears of it', async (_name, token, code) => {
    await start(ChatGateway);
    const client = open(token());
    client.send('say');
    const end = await client.closed;
    if (name !== 'Socket.IO') expect(end).toBe(`1008 ${code}`);
    expect(client.heard.map(({ event }) => event)).not.toContain('said');
    expect(client.heard).toContainEqual({ event: 'exception', data: expect.objectContaining({ code }) });
    expect(ChatGateway.connected).toEqual([]);
  });

  it('closes when the session ends', async () => {
    await start(ChatGateway);
    const sessionId = uuidv7();
    const [client, other] = [open(issuer.token({ sessionId })), open(issuer.token())];
    client.send('say');
    other.send('say');
    await hears(client, { event: 'said' });
    await hears(other, { event: 'said' });
    const began = performance.now();
    await issuer.endSession(sessionId);
    await client.closed;
    expect(performance.now() - began).toBeLessThan(2000);
    other.heard.splice(0);
    other.send('say');
    await hears(other, { event: 'said' });
  });

  it('closes when the token ends', async () => {
    await start(ChatGateway);
    // It is good for five seconds beyond its end; what is left must be enough to connect on a busy machine.
    const client = open(issuer.token({ expiresIn: -3 }));
    client.send('say');
    await hears(client, { event: 'said' });
    await client.closed;
  });

  it('may be public, and a message of it not', async () => {
    await start(OpenGateway);
    const [stranger, user] = [open(undefined), open(issuer.token())];
    stranger.send('look');
    stranger.send('touch');
    user.send('touch');
    await hears(stranger, { event: 'seen' });
    await hears(stranger, { event: 'exception', data: expect.objectContaining({ code: 'missing_token' }) });
    await hears(user, { event: 'touched' });
  });

  it('refuses messages while the feed is not heard, and closes nothing', async () => {
    let offset = 0;
    const clock = { now: () => Date.now(), elapsed: () => performance.now() + offset };
    const module = await application(issuer, { providers: [ChatGateway] })
      .overrideProvider(Verifier)
      .useValue(issuer.verifier({ clock }))
      .compile();
    app = module.createNestApplication(makeHttp(), { logger: false });
    app.useWebSocketAdapter(makeSockets(app));
    await app.listen(0, '127.0.0.1');
    url = await app.getUrl();
    const client = open(issuer.token());
    client.send('say');
    await hears(client, { event: 'said' });
    offset = 60_000;
    client.send('say');
    await hears(client, { event: 'exception', data: expect.objectContaining({ code: 'revocations_stale' }) });
  });
});

it('a gateway whose handleConnection would hear of sockets that nobody judged stops the start', async () => {
  const module = await application(new TestIssuer(), { providers: [HidingGateway] }).compile();
  const app = module.createNestApplication(new FastifyAdapter(), { logger: false });
  app.useWebSocketAdapter(new WsAdapter(app));
  await expect(app.init()).rejects.toThrow('HidingGateway.handleConnection must be a method');
  await app.close();
});
