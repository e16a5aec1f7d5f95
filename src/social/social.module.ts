import { type DynamicModule, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuthModule } from '#auth/index.js';
import type { Config } from '#config/index.js';
import { LimitsModule } from '#limits/index.js';
import { PagesModule } from '#pages/index.js';
import { TokensModule } from '#tokens/index.js';
import { UsersModule } from '#users/index.js';
import { CodesService } from './flow/codes.service.js';
import { ExchangeService } from './flow/exchange.service.js';
import { FlowsService } from './flow/flows.service.js';
import { ReturnsService } from './flow/returns.service.js';
import { SocialCode } from './flow/social-code.entity.js';
import { SocialController } from './flow/social.controller.js';
import { SocialFlow } from './flow/social-flow.entity.js';
import { StartsService } from './flow/starts.service.js';
import { Entitlement } from './identities/entitlement.service.js';
import { IdentitiesController } from './identities/identities.controller.js';
import { LinksService } from './identities/links.service.js';
import { UnlinkingService } from './identities/unlinking.service.js';
import { SignInPageController } from './pages/sign-in-page.controller.js';
import { ArrivalsService } from './people/arrivals.service.js';
import { CreationPolicy } from './people/creation-policy.service.js';
import { JoiningService } from './people/joining.service.js';
import { NewcomersService } from './people/newcomers.service.js';
import { RecognitionService } from './people/recognition.service.js';
import { ProvidersController } from './providers/providers.controller.js';
import { ProvidersService } from './providers/providers.service.js';

/** The tables are there in any case: the schema is the same for everybody. */
@Module({ imports: [TypeOrmModule.forFeature([SocialFlow, SocialCode])], controllers: [ProvidersController] })
export class SocialModule {
  /** Where no provider is configured there is nothing but the list of them, which is empty. */
  static with({ social }: Config): DynamicModule {
    if (social.providers.length === 0) return { module: SocialModule };
    return {
      module: SocialModule,
      imports: [AuthModule, LimitsModule, PagesModule, TokensModule, UsersModule],
      controllers: [SocialController, IdentitiesController, SignInPageController],
      providers: [
        ProvidersService,
        FlowsService,
        CodesService,
        StartsService,
        ReturnsService,
        ExchangeService,
        RecognitionService,
        ArrivalsService,
        JoiningService,
        NewcomersService,
        CreationPolicy,
        Entitlement,
        LinksService,
        UnlinkingService,
      ],
    };
  }
}
