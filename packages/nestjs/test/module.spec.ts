import { Controller, Get, Injectable, Module, UseGuards } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { GatehouseGuard, GatehouseModule, Verifier } from '@gatehouse/nestjs';
import { TestIssuer } from '@gatehouse/nestjs/testing';

@Controller()
class MixedController {
  @Get('open')
  open() {
    return 'open';
  }

  @Get('guarded')
  @UseGuards(GatehouseGuard)
  guarded() {
    return 'guarded';
  }
}

@Injectable()
class Settings {
  readonly issuer = new TestIssuer();
}

@Module({ providers: [Settings], exports: [Settings] })
class SettingsModule {}

describe('GatehouseModule', () => {
  let app: NestFastifyApplication;

  const start = async (imports: Parameters<typeof Test.createTestingModule>[0]['imports']) => {
    const module = await Test.createTestingModule({ imports, controllers: [MixedController] }).compile();
    app = module.createNestApplication(new FastifyAdapter(), { logger: false });
    await app.init();
  };
  const status = async (url: string, headers: Record<string, string> = {}) =>
    (await app.inject({ method: 'GET', url, headers })).statusCode;

  afterEach(() => app.close());

  it('can be told by a factory whom to trust', async () => {
    await start([
      GatehouseModule.forRootAsync({
        imports: [SettingsModule],
        inject: [Settings],
        useFactory: ({ issuer: { issuer, audience, fetch } }: Settings) => ({ issuer, audience, fetch }),
      }),
    ]);
    expect(await status('/open')).toBe(401);
    expect(await status('/open', app.get(Settings).issuer.asUser())).toBe(200);
  });

  it('guards only what is told to be guarded, where it is not to be global', async () => {
    const { issuer, audience, fetch, ...rest } = new TestIssuer();
    void rest;
    await start([GatehouseModule.forRoot({ issuer, audience, fetch, global: false })]);
    expect(await status('/open')).toBe(200);
    expect(await status('/guarded')).toBe(401);
  });

  it('looks for the token where it is told to', async () => {
    const test = new TestIssuer();
    const { issuer, audience, fetch } = test;
    const tokenOf: NonNullable<Parameters<typeof GatehouseModule.forRoot>[0]['tokenOf']> = (context) =>
      context.switchToHttp().getRequest<{ headers: Record<string, string> }>().headers['x-token'];
    await start([GatehouseModule.forRoot({ issuer, audience, fetch, tokenOf })]);
    expect(await status('/open', test.asUser())).toBe(401);
    expect(await status('/open', { 'x-token': test.token() })).toBe(200);
  });

  it('starts while Gatehouse is away, and ends its verifier with the application', async () => {
    const fetch = () => Promise.reject(new TypeError('away'));
    await start([GatehouseModule.forRoot({ issuer: 'http://gatehouse.test', audience: 'test', fetch })]);
    expect(await status('/open', new TestIssuer().asUser())).toBe(503);
    const closed = vi.spyOn(app.get(Verifier), 'close');
    await app.close();
    expect(closed).toHaveBeenCalled();
  });

  it('does not start without an issuer', async () => {
    await expect(start([GatehouseModule.forRoot({ issuer: '', audience: 'test' })])).rejects.toThrow('issuer');
  });
});
