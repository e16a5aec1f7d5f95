import { Body, Controller, Headers, HttpCode, Post, UseFilters } from '@nestjs/common';
import {
  ApiBody,
  ApiConsumes,
  ApiExtension,
  ApiHeader,
  ApiOkResponse,
  ApiOperation,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import { CurrentDevice, type Device } from '#auth/index.js';
import { Public } from '#common/access/index.js';
import { AcceptsForm } from '#common/http/accepts-form.js';
import { NoStore } from '#common/http/no-store.js';
import { MayDemandChallenge, RateLimit, SIGN_IN_LIMITS } from '#limits/index.js';
import { TokenDto } from '#tokens/index.js';
import { authenticateClient } from './client-authentication.js';
import { OAuthErrorDto } from './oauth-error.dto.js';
import { OAuthErrorFilter } from './oauth-error.filter.js';
import { TokenGrantsService } from './token-grants.service.js';
import { TokenRequestDto } from './token-request.dto.js';

/** Refreshing is no guessing of passwords, and is counted as refreshing. */
const limitOf = (body: unknown) =>
  (body as Partial<TokenRequestDto> | null)?.grant_type === 'refresh_token' ? (['refresh'] as const) : SIGN_IN_LIMITS;

@ApiTags('oauth')
@Controller('auth')
@UseFilters(OAuthErrorFilter)
export class TokenController {
  constructor(private readonly grants: TokenGrantsService) {}

  @Post('token')
  @HttpCode(200)
  @Public()
  @AcceptsForm({ only: true })
  @NoStore()
  @RateLimit(limitOf)
  @MayDemandChallenge()
  @ApiOperation({
    operationId: 'token',
    summary: 'OAuth 2.0 token endpoint',
    description: 'RFC 6749. Grants: `refresh_token`, and `password` for the first-party client where it is allowed.',
  })
  @ApiConsumes('application/x-www-form-urlencoded')
  @ApiHeader({
    name: 'authorization',
    required: false,
    description: 'HTTP Basic: client id and secret (RFC 6749 §2.3.1)',
  })
  @ApiBody({ type: TokenRequestDto })
  @ApiOkResponse({ type: TokenDto })
  @ApiResponse({ status: 400, type: OAuthErrorDto, description: 'RFC 6749 §5.2' })
  @ApiResponse({ status: 401, type: OAuthErrorDto, description: '`invalid_client`' })
  @ApiResponse({
    status: 429,
    type: OAuthErrorDto,
    description: '`temporarily_unavailable`: see Retry-After; with `challenge`, solve that, and it is over sooner',
  })
  @ApiResponse({ status: 503, type: OAuthErrorDto, description: '`temporarily_unavailable`: see Retry-After' })
  @ApiExtension('x-oauth-errors', true)
  token(
    @Body() body: TokenRequestDto,
    @CurrentDevice() device: Device,
    @Headers('authorization') authorization?: string,
  ): Promise<TokenDto> {
    authenticateClient(body, authorization);
    return this.grants.grant(body, device);
  }
}
