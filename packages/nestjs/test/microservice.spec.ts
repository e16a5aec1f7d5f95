import { Controller, type INestApplication, type INestMicroservice } from '@nestjs/common';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { type ClientProxy, ClientProxyFactory, EventPattern, MessagePattern, Transport } from '@nestjs/microservices';
import { firstValueFrom } from 'rxjs';
import { CurrentUser, Public, Roles } from '@gatehouse/nestjs';
import { TestIssuer, uuidv7 } from '@gatehouse/nestjs/testing';
import { freePort } from './support/free-port.js';
import { application } from './support/posts.js';

const events: unknown[] = [];

@Controller()
class OrdersController {
  @MessagePattern('mine')
  mine(@CurrentUser('subject') subject: string) {
    return { subject };
  }

  @MessagePattern('all')
  @Roles('admin')
  all() {
    return [];
  }

  @MessagePattern('prices')
  @Public()
  prices() {
    return { apple: 1 };
  }

  @EventPattern('shipped')
  shipped(_data: object) {
    events.push('shipped');
  }
}

describe.each(['alone', 'in a hybrid application'])('a microservice %s', (kind) => {
  const issuer = new TestIssuer();
  let app: INestApplication | INestMicroservice;
  let client: ClientProxy;

  beforeAll(async () => {
    const options = { host: '127.0.0.1', port: await freePort() };
    const module = await application(issuer, { controllers: [OrdersController] }).compile();
    if (kind === 'alone') {
      app = module.createNestMicroservice({ transport: Transport.TCP, options, logger: false });
      await app.listen();
    } else {
      // Without `inheritAppConfig`, with which alone Nest would use global guards here.
      const hybrid = module.createNestApplication(new FastifyAdapter(), { logger: false });
      hybrid.connectMicroservice({ transport: Transport.TCP, options });
      await hybrid.startAllMicroservices();
      app = await hybrid.init();
    }
    client = ClientProxyFactory.create({ transport: Transport.TCP, options });
  });
  afterAll(async () => {
    client.close();
    await app.close();
  });

  const ask = (pattern: string, data: object) =>
    firstValueFrom(client.send<unknown>(pattern, data)).catch((error: unknown) => error);

  it('finds the token in the data, and says who it is', async () => {
    const subject = uuidv7();
    expect(await ask('mine', { access_token: issuer.token({ subject }) })).toEqual({ subject });
  });

  it('is closed where nothing is said, and tells why', async () => {
    expect(await ask('mine', {})).toMatchObject({ status: 401, code: 'missing_token' });
    expect(await ask('mine', { access_token: 'a.b.c' })).toMatchObject({ code: 'invalid_token' });
    expect(await ask('all', { access_token: issuer.token() })).toMatchObject({ code: 'insufficient_role' });
    expect(await ask('all', { access_token: issuer.token({ roles: ['admin'] }) })).toEqual([]);
    expect(await ask('prices', {})).toEqual({ apple: 1 });
  });

  it('takes no event from nobody, and survives it', async () => {
    events.splice(0);
    client.emit('shipped', {});
    client.emit('shipped', { access_token: issuer.token() });
    await vi.waitFor(() => expect(events).toEqual(['shipped']));
    expect(await ask('prices', {})).toEqual({ apple: 1 });
    expect(events).toEqual(['shipped']);
  });
});
