import { Body, Controller, Headers, HttpCode, Post, UseInterceptors } from '@nestjs/common';
import { ApiBody, ApiExtraModels, ApiOkResponse, ApiOperation, ApiTags, getSchemaPath } from '@nestjs/swagger';
import { CurrentDevice, type Device } from '#auth/index.js';
import { Public } from '#common/access/index.js';
import { MayDemandChallenge, RateLimit, type RateLimitName, SIGN_IN_LIMITS } from '#limits/index.js';
import { KnowsCookieMode, TokenDto, TokenTransportInterceptor } from '#tokens/index.js';
import { ClientTokenDto } from './dto/client-token.dto.js';
import { ClientAuthenticator } from './clients/client-authenticator.js';
import { ClientCredentialsGrant } from './grants/client-credentials.grant.js';
import { TokenGrantsService } from './grants/token-grants.service.js';
import { OAuthEndpoint } from './oauth-endpoint.js';
import { TokenRequestDto } from './dto/token-request.dto.js';

/** Refreshing is no guessing of passwords, and is counted as refreshing. A client's secret of 256 bits is not guessed. */
const LIMITS: Readonly<Record<string, readonly RateLimitName[]>> = {
  refresh_token: ['refresh'],
  client_credentials: [],
};

const limitOf = (body: unknown) =>
  LIMITS[String((body as Partial<TokenRequestDto> | null)?.grant_type)] ?? SIGN_IN_LIMITS;

@ApiTags('oauth')
@Controller('auth')
export class TokenController {
  constructor(
    private readonly clients: ClientAuthenticator,
    private readonly grants: TokenGrantsService,
    private readonly clientCredentials: ClientCredentialsGrant,
  ) {}

  @Post('token')
  @HttpCode(200)
  @Public()
  @OAuthEndpoint()
  @RateLimit(limitOf)
  @MayDemandChallenge()
  @UseInterceptors(TokenTransportInterceptor)
  @KnowsCookieMode()
  @ApiOperation({
    operationId: 'token',
    summary: 'OAuth 2.0 token endpoint',
    description:
      'RFC 6749. Grants: `client_credentials` for registered clients; `refresh_token`, and `password` where it is allowed, for the first-party application.',
  })
  @ApiBody({ type: TokenRequestDto })
  @ApiExtraModels(TokenDto, ClientTokenDto)
  @ApiOkResponse({ schema: { oneOf: [{ $ref: getSchemaPath(TokenDto) }, { $ref: getSchemaPath(ClientTokenDto) }] } })
  async token(
    @Body() body: TokenRequestDto,
    @CurrentDevice() device: Device,
    @Headers('authorization') authorization?: string,
  ): Promise<TokenDto | ClientTokenDto> {
    const client = await this.clients.authenticate(body, authorization);
    if (body.grant_type === 'client_credentials') return this.clientCredentials.grant(client, body.scope);
    return this.grants.grant(body, client, device);
  }
}
