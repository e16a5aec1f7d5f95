import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Public } from '#common/access/index.js';
import { Config } from '#config/index.js';
import { ProviderDto } from './dto/provider.dto.js';
import { socialUrl } from './social-url.js';

/** Also where there is none: a sign-in page asks everywhere, and shows no button then. */
@ApiTags('social')
@Controller('auth/providers')
export class ProvidersController {
  constructor(private readonly config: Config) {}

  @Get()
  @Public()
  @ApiOperation({ operationId: 'listProviders', summary: 'Whom people can sign in with' })
  @ApiOkResponse({ type: [ProviderDto] })
  list(): ProviderDto[] {
    const { providers } = this.config.social;
    return providers.map((provider) => ProviderDto.from(provider, socialUrl(this.config, provider.name)));
  }
}
