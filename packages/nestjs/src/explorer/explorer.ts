import {
  Inject,
  Injectable,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
  type Type,
  UseFilters,
  UseGuards,
  UseInterceptors,
} from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { ruleOf } from '../access/index.js';
import { COVERAGE, type Coverage, GATEHOUSE_OPTIONS, type GatehouseOptions } from '../gatehouse.options.js';
import { GatehouseGuard } from '../guard/gatehouse.guard.js';
import { RefusalFilter } from '../refusals/index.js';
import { liveStreams } from '../streams/live-streams.js';
import { assertFieldsAreGuarded, GRAPHQL_OPTIONS } from './field-resolvers.js';
import { assertConnectionsAreJudged, closeConnections } from './gateways.js';
import { liveGuards } from './live-guards.js';
import { writeSecurity } from './open-api.js';

/** Nest's own names for what a class or a handler is, and for the guards that are bound to it. */
const GATEWAY = 'websockets:is_gateway';
const MESSAGE_PATTERN = 'microservices:pattern';
const ROUTE = 'path';
const GUARDS = '__guards__';
const SERVER_SENT_EVENTS = '__sse__';
const RESOLVER = 'graphql:resolver_type';

const guarded = new WeakSet<object>();

/**
 * Goes through all controllers and gateways, so that what says nothing is closed everywhere. In the constructor, because
 * Nest reads what is bound to gateways before it calls any hook.
 */
@Injectable()
export class Explorer implements OnApplicationBootstrap, OnModuleDestroy {
  constructor(
    @Inject(DiscoveryService) private readonly discovery: DiscoveryService,
    @Inject(GatehouseGuard) private readonly guard: GatehouseGuard,
    @Inject(COVERAGE) private readonly coverage: Coverage,
    @Inject(GATEHOUSE_OPTIONS) private readonly options: GatehouseOptions,
  ) {
    for (const type of classes(discovery.getProviders())) {
      if (Reflect.hasMetadata(GATEWAY, type) && this.covers(type)) this.closeGateway(type);
      for (const handler of this.coveredHandlers(type)) {
        if (Reflect.getMetadata(RESOLVER, handler) === 'Subscription') this.watchStream(type, handler);
      }
    }
    for (const type of classes(discovery.getControllers())) this.closeController(type);
  }

  /** Not sooner: options that a factory makes must be there. */
  onApplicationBootstrap(): void {
    const providers = this.discovery.getProviders();
    for (const { instance, metatype } of providers) {
      if (typeof metatype === 'function' && guarded.has(metatype)) assertConnectionsAreJudged(instance as object);
    }
    const graphqls = providers.filter(({ token }) => token === GRAPHQL_OPTIONS);
    assertFieldsAreGuarded(
      classes(providers),
      graphqls.map(({ instance }) => instance as object | undefined),
    );
  }

  onModuleDestroy(): void {
    liveGuards.remove(this.guard);
  }

  private closeGateway(gateway: Type): void {
    liveGuards.add(gateway, this.guard);
    if (guarded.has(gateway)) return;
    guarded.add(gateway);
    UseGuards(liveGuards)(gateway);
    UseFilters(new RefusalFilter())(gateway);
    closeConnections(gateway);
  }

  private closeController(controller: Type): void {
    for (const handler of this.coveredHandlers(controller)) {
      if (Reflect.hasMetadata(MESSAGE_PATTERN, handler)) this.closeMessage(controller, handler);
      if (Reflect.hasMetadata(SERVER_SENT_EVENTS, handler)) this.watchStream(controller, handler);
      if (Reflect.hasMetadata(ROUTE, handler)) {
        writeSecurity(handler, ruleOf(handler, controller), this.options.securityScheme ?? 'bearer');
      }
    }
  }

  private watchStream(owner: Type, handler: object): void {
    liveGuards.add(owner, this.guard);
    if (guarded.has(handler)) return;
    guarded.add(handler);
    UseInterceptors(liveStreams)(owner.prototype as object, '', { value: handler });
  }

  private closeMessage(controller: Type, handler: object): void {
    liveGuards.add(controller, this.guard);
    if (guarded.has(handler)) return;
    guarded.add(handler);
    UseGuards(liveGuards)(controller.prototype as object, '', { value: handler });
    UseInterceptors(liveStreams)(controller.prototype as object, '', { value: handler });
    UseFilters(new RefusalFilter())(controller.prototype as object, '', { value: handler });
  }

  private coveredHandlers(owner: Type): object[] {
    return handlersOf(owner).filter((handler) => this.covers(owner) || this.covers(handler));
  }

  private covers(target: object): boolean {
    const bound = Reflect.getMetadata(GUARDS, target) as readonly unknown[] | undefined;
    return this.coverage.global !== false || bound?.includes(GatehouseGuard) === true;
  }
}

function handlersOf({ prototype }: Type): object[] {
  const names = new MetadataScanner().getAllMethodNames(prototype as object);
  return names.map((name) => (prototype as Record<string, object>)[name]!);
}

function classes(wrappers: readonly { readonly metatype: unknown }[]): Type[] {
  const types = wrappers.map(({ metatype }) => metatype);
  return [...new Set(types.filter((type): type is Type => typeof type === 'function' && 'prototype' in type))];
}
