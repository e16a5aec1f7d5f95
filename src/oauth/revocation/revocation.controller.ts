import { Body, Controller, Headers, HttpCode, Post } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Public } from '#common/access/index.js';
import { ClientAuthenticator } from '../clients/client-authenticator.js';
import { TokenParameterDto } from '../dto/token-parameter.dto.js';
import { OAuthEndpoint } from '../oauth-endpoint.js';
import { RevocationService } from './revocation.service.js';

@ApiTags('oauth')
@Controller('auth')
export class RevocationController {
  constructor(
    private readonly clients: ClientAuthenticator,
    private readonly revocation: RevocationService,
  ) {}

  @Post('revoke')
  @HttpCode(200)
  @Public()
  @OAuthEndpoint()
  @ApiOperation({
    operationId: 'revoke',
    summary: 'Give up a token',
    description:
      'RFC 7009. A refresh token takes its session along, so this is a logout without an access token. 200 also for what is dead already.',
  })
  @ApiBody({ type: TokenParameterDto })
  @ApiOkResponse({ description: 'The token is dead. There is no body' })
  async revoke(@Body() body: TokenParameterDto, @Headers('authorization') authorization?: string): Promise<void> {
    const client = await this.clients.authenticate(body, authorization);
    await this.revocation.revoke(body.token, client);
  }
}
