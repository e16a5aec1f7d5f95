import { type DynamicModule, Inject, Module, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Provider } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, DiscoveryModule } from '@nestjs/core';
import { createVerifier, Verifier } from '@gatehouse/verifier';
import { Explorer } from './explorer/explorer.js';
import {
  COVERAGE,
  type Coverage,
  GATEHOUSE_OPTIONS,
  type GatehouseAsyncOptions,
  type GatehouseOptions,
} from './gatehouse.options.js';
import { GatehouseGuard } from './guard/gatehouse.guard.js';
import { RefusalFilter } from './refusals/index.js';
import { OpenSockets } from './sockets/index.js';

/** `GatehouseModule.forRoot({ issuer, audience })`, once, in the module of the application. Closed by default. */
@Module({})
export class GatehouseModule implements OnApplicationBootstrap, OnModuleDestroy {
  constructor(@Inject(Verifier) private readonly verifier: Verifier) {}

  static forRoot(options: GatehouseOptions & Coverage): DynamicModule {
    return compose(options, [], { provide: GATEHOUSE_OPTIONS, useValue: options });
  }

  static forRootAsync({ imports = [], inject = [], useFactory, ...coverage }: GatehouseAsyncOptions): DynamicModule {
    return compose(coverage, imports, { provide: GATEHOUSE_OPTIONS, inject, useFactory });
  }

  /** Not waited for: a service starts also while Gatehouse is away. */
  onApplicationBootstrap(): void {
    void this.verifier.warmUp();
  }

  onModuleDestroy(): void {
    this.verifier.close();
  }
}

function compose({ global }: Coverage, imports: DynamicModule['imports'], options: Provider): DynamicModule {
  return {
    module: GatehouseModule,
    global: true,
    imports: [DiscoveryModule, ...(imports ?? [])],
    providers: [
      options,
      { provide: COVERAGE, useValue: { global } satisfies Coverage },
      { provide: Verifier, inject: [GATEHOUSE_OPTIONS], useFactory: createVerifier },
      OpenSockets,
      GatehouseGuard,
      Explorer,
      { provide: APP_FILTER, useClass: RefusalFilter },
      ...(global === false ? [] : [{ provide: APP_GUARD, useExisting: GatehouseGuard }]),
    ],
    exports: [Verifier, GatehouseGuard, OpenSockets, GATEHOUSE_OPTIONS],
  };
}
