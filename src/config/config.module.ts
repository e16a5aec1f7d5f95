import type { DynamicModule } from '@nestjs/common';
import { Config } from './config.js';

/** Without a decorator, which a dynamic module does not need: who only reads the configuration does not load Nest. */
export class ConfigModule {
  static forRoot(config: Config): DynamicModule {
    return {
      module: ConfigModule,
      global: true,
      providers: [{ provide: Config, useValue: config }],
      exports: [Config],
    };
  }
}
