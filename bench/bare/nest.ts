import 'reflect-metadata';
import { GatehouseModule } from '@gatehouse/nestjs';
import { Controller, Get, type ModuleMetadata, Module, UseGuards } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AuthGuard, PassportModule, PassportStrategy } from '@nestjs/passport';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { ExtractJwt, Strategy } from 'passport-jwt';
import { answerParent } from '../support/child.ts';
import type { BareOrigin } from './fastify.ts';

/** One route of Nest on Fastify, and who guards it. */
export type NestOrder =
  | { readonly guard: 'none' }
  | { readonly guard: 'passport-jwt'; readonly publicKeyPem: string; readonly issuer: string }
  | { readonly guard: 'kit'; readonly issuer: string; readonly jwksUri: string; readonly revocationsUri: string };

answerParent(async (order: NestOrder): Promise<BareOrigin> => {
  const app = await NestFactory.create<NestFastifyApplication>(moduleOf(order), new FastifyAdapter(), {
    logger: ['error'],
  });
  await app.listen(0, '127.0.0.1');
  return { origin: await app.getUrl() };
});

// The decorators are called by hand: Node takes away types, it does not compile.
function moduleOf(order: NestOrder) {
  class ThingsController {
    find() {
      return { status: 'ok' };
    }
  }
  const find = Object.getOwnPropertyDescriptor(ThingsController.prototype, 'find')!;
  Get('things')(ThingsController.prototype, 'find', find);
  if (order.guard === 'passport-jwt') UseGuards(AuthGuard('jwt'))(ThingsController.prototype, 'find', find);
  Controller()(ThingsController);

  class AppModule {}
  Module({ controllers: [ThingsController], ...partsOf(order) })(AppModule);
  return AppModule;
}

function partsOf(order: NestOrder): ModuleMetadata {
  if (order.guard === 'none') return {};
  if (order.guard === 'kit') {
    const { issuer, jwksUri, revocationsUri } = order;
    return { imports: [GatehouseModule.forRoot({ issuer, jwksUri, revocationsUri, audience: 'gatehouse' })] };
  }
  // As the documentation of Nest has it, with the algorithm that a service needs which does not share a secret.
  class JwtStrategy extends PassportStrategy(Strategy) {
    constructor({ publicKeyPem, issuer }: { publicKeyPem: string; issuer: string }) {
      super({
        jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(),
        secretOrKey: publicKeyPem,
        algorithms: ['ES256'],
        issuer,
        audience: 'gatehouse',
      });
    }

    validate(payload: { sub: string }) {
      return { userId: payload.sub };
    }
  }
  const strategy = { provide: JwtStrategy, useFactory: () => new JwtStrategy(order) };
  return { imports: [PassportModule], providers: [strategy] };
}
