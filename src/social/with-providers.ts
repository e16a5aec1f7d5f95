import type { ModuleMetadata } from '@nestjs/common';
import { AuthModule } from '#auth/index.js';
import { LimitsModule } from '#limits/index.js';
import { PagesModule } from '#pages/index.js';
import { TokensModule } from '#tokens/index.js';
import { UsersModule } from '#users/index.js';
import { CodesService } from './flow/codes.service.js';
import { ExchangeService } from './flow/exchange.service.js';
import { FlowsService } from './flow/flows.service.js';
import { ReturnsService } from './flow/returns.service.js';
import { SocialController } from './flow/social.controller.js';
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
import { ProvidersService } from './providers/providers.service.js';

/** What the room consists of where there is a provider. */
export const withProviders: ModuleMetadata = {
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
