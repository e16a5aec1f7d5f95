import { Controller, type INestMicroservice } from '@nestjs/common';
import { credentials, loadPackageDefinition, Metadata, type ServiceError, status } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { GrpcMethod, type GrpcOptions, Transport } from '@nestjs/microservices';
import { interval, map } from 'rxjs';
import { CurrentUser, Public, Roles } from '@gatehouse/nestjs';
import { TestIssuer, uuidv7 } from '@gatehouse/nestjs/testing';
import { freePort } from './support/free-port.js';
import { application } from './support/posts.js';

const PROTO = new URL('./support/orders.proto', import.meta.url).pathname;

interface Order {
  readonly subject: string;
}

@Controller()
class OrdersController {
  @GrpcMethod('Orders', 'Mine')
  mine(_data: object, @CurrentUser('subject') subject: string) {
    return { subject };
  }

  @GrpcMethod('Orders', 'All')
  @Roles('admin')
  all() {
    return { subject: 'all' };
  }

  @GrpcMethod('Orders', 'Prices')
  @Public()
  prices() {
    return { subject: 'anybody' };
  }

  @GrpcMethod('Orders', 'Watch')
  watch(_data: object, @CurrentUser('subject') subject: string) {
    return interval(50).pipe(map(() => ({ subject })));
  }
}

type Unary = (data: object, metadata: Metadata, done: (error: ServiceError | null, order: Order) => void) => void;
type Streaming = (data: object, metadata: Metadata) => NodeJS.ReadableStream & { cancel(): void };
type Client = Record<'mine' | 'all' | 'prices', Unary> & { watch: Streaming; close(): void };

describe('a microservice over gRPC', () => {
  const issuer = new TestIssuer();
  let app: INestMicroservice;
  let client: Client;

  beforeAll(async () => {
    const url = `127.0.0.1:${await freePort()}`;
    const module = await application(issuer, { controllers: [OrdersController] }).compile();
    app = module.createNestMicroservice<GrpcOptions>({
      transport: Transport.GRPC,
      options: { url, package: 'orders', protoPath: PROTO },
      logger: false,
    });
    await app.listen();
    const { orders } = loadPackageDefinition(loadSync(PROTO)) as unknown as {
      orders: { Orders: new (url: string, credentials: object) => Client };
    };
    client = new orders.Orders(url, credentials.createInsecure());
  });
  afterAll(async () => {
    client.close();
    await app.close();
  });

  const metadataOf = (headers: { authorization?: string }) => {
    const metadata = new Metadata();
    if (headers.authorization !== undefined) metadata.set('authorization', headers.authorization);
    return metadata;
  };
  const ask = (method: 'mine' | 'all' | 'prices', headers: { authorization?: string } = {}) =>
    new Promise<unknown>((resolve) =>
      client[method]({}, metadataOf(headers), (error, order) => resolve(error ?? order)),
    );

  it('finds the token in the metadata, and says who it is', async () => {
    const subject = uuidv7();
    expect(await ask('mine', issuer.asUser({ subject }))).toEqual({ subject });
    expect(await ask('all', issuer.asUser({ roles: ['admin'] }))).toEqual({ subject: 'all' });
    expect(await ask('prices')).toEqual({ subject: 'anybody' });
  });

  it('refuses with the status that gRPC has for it', async () => {
    const details = 'An access token is needed';
    expect(await ask('mine')).toMatchObject({ code: status.UNAUTHENTICATED, details });
    expect(await ask('mine', { authorization: 'Bearer a.b.c' })).toMatchObject({ code: status.UNAUTHENTICATED });
    expect(await ask('all', issuer.asUser())).toMatchObject({ code: status.PERMISSION_DENIED });
  });

  it('refuses from the moment that the session has ended, and ends what streams', async () => {
    const sessionId = uuidv7();
    const headers = issuer.asUser({ sessionId });
    const stream = client.watch({}, metadataOf(headers));
    const heard: Order[] = [];
    const end = new Promise<unknown>((resolve) => stream.on('error', resolve).on('end', () => resolve('end')));
    stream.on('data', (order: Order) => heard.push(order));
    await vi.waitFor(() => expect(heard.length).toBeGreaterThan(1), { timeout: 5000 });
    await issuer.endSession(sessionId);
    expect(await ask('mine', headers)).toMatchObject({ code: status.UNAUTHENTICATED });
    expect(await end).toMatchObject({ code: status.UNAUTHENTICATED });
  });

  it('opens no stream without a token', async () => {
    const error = await new Promise((resolve) => client.watch({}, metadataOf({})).on('error', resolve));
    expect(error).toMatchObject({ code: status.UNAUTHENTICATED });
  });
});
