import { Body, Controller, Delete, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { DeviceTokenCodec, rememberDevice } from '#auth/index.js';
import { Authenticated, CurrentUser, type Principal } from '#common/access/index.js';
import { Fails } from '#common/errors/index.js';
import { NoStore } from '#common/http/no-store.js';
import { PreferredLocale } from '#common/http/preferred-locale.js';
import { UuidParam } from '#common/validation/uuid-param.js';
import { RateLimit } from '#limits/index.js';
import { IdentitiesService } from '#users/index.js';
import { InvalidSocialCode } from '../flow/codes.service.js';
import { ExchangeDto } from '../flow/dto/exchange.dto.js';
import { UnknownReturnAddress } from '../flow/starts.service.js';
import { UnknownProvider } from '../providers/providers.service.js';
import { IdentityDto, LinkAddressDto, LinkDto } from './dto/identity.dto.js';
import { IdentityNotFound, IdentityTaken, LastWayIn, RecentSignInRequired } from './identities.errors.js';
import { LinksService } from './links.service.js';
import { UnlinkingService } from './unlinking.service.js';

/** By whom else the own account can be opened. */
@ApiTags('social')
@Controller('auth')
export class IdentitiesController {
  constructor(
    private readonly identities: IdentitiesService,
    private readonly links: LinksService,
    private readonly unlinking: UnlinkingService,
    private readonly devices: DeviceTokenCodec,
  ) {}

  @Get('identities')
  @Authenticated()
  @ApiOperation({ operationId: 'listIdentities', summary: 'Providers that your account can be opened by' })
  @ApiOkResponse({ type: [IdentityDto] })
  async list(@CurrentUser() { userId }: Principal): Promise<IdentityDto[]> {
    return (await this.identities.list(userId)).map((row) => IdentityDto.from(row));
  }

  @Post('social/:provider/link')
  @HttpCode(200)
  @Authenticated()
  @NoStore()
  @RateLimit('social')
  @ApiOperation({
    operationId: 'beginLinking',
    summary: 'Begin to link a provider to your account',
    description: 'Within ten minutes of signing in. The browser goes to `url`, and comes back as after a sign-in.',
  })
  @ApiOkResponse({ type: LinkAddressDto })
  @Fails(UnknownProvider, UnknownReturnAddress, RecentSignInRequired)
  async begin(
    @CurrentUser() me: Principal,
    @Param('provider') provider: string,
    @Body() wish: LinkDto,
  ): Promise<LinkAddressDto> {
    return { url: await this.links.begin(me, provider, wish) };
  }

  @Post('identities')
  @Authenticated()
  @NoStore()
  @RateLimit('social')
  @ApiOperation({
    operationId: 'finishLinking',
    summary: 'Link what the code stands for to your account',
    description: 'Only for the account, and by the application, that has begun.',
  })
  @ApiCreatedResponse({ type: IdentityDto })
  @Fails(InvalidSocialCode, IdentityTaken)
  async finish(
    @CurrentUser() me: Principal,
    @Body() proof: ExchangeDto,
    @PreferredLocale() locale: string,
  ): Promise<IdentityDto> {
    return IdentityDto.from(await this.links.finish(me, proof, locale));
  }

  @Delete('identities/:id')
  @HttpCode(204)
  @Authenticated()
  @RateLimit('social')
  @ApiOperation({
    operationId: 'unlinkIdentity',
    summary: 'Unlink a provider from your account',
    description: 'Within ten minutes of signing in. All other sessions end. Never the last way in.',
  })
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiNoContentResponse()
  @Fails(IdentityNotFound, LastWayIn, RecentSignInRequired)
  async unlink(
    @CurrentUser() me: Principal,
    @Param('id', UuidParam) id: string,
    @PreferredLocale() locale: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    rememberDevice(reply, this.devices.issue(await this.unlinking.unlink(me, id, locale)));
  }
}
