import { type DynamicModule, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { Config } from '#config/index.js';
import { SocialCode } from './flow/social-code.entity.js';
import { SocialFlow } from './flow/social-flow.entity.js';
import { ProvidersController } from './providers/providers.controller.js';

/** The tables are there in any case: the schema is the same for everybody. */
@Module({ imports: [TypeOrmModule.forFeature([SocialFlow, SocialCode])], controllers: [ProvidersController] })
export class SocialModule {
  /** Where no provider is configured there is nothing but the list of them, which is empty; nor is the rest loaded. */
  static async with({ social }: Config): Promise<DynamicModule> {
    if (social.providers.length === 0) return { module: SocialModule };
    const { withProviders } = await import('./with-providers.js');
    return { module: SocialModule, ...withProviders };
  }
}
