import { Body, Controller, Headers, HttpCode, Post } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Public } from '#common/access/index.js';
import { OnlyReads } from '#common/http/only-reads.js';
import { ClientAuthenticator } from '../clients/client-authenticator.js';
import { TokenParameterDto } from '../dto/token-parameter.dto.js';
import { OAuthEndpoint } from '../oauth-endpoint.js';
import { IntrospectionDto } from './introspection.dto.js';
import { IntrospectionService } from './introspection.service.js';

@ApiTags('oauth')
@Controller('auth')
export class IntrospectionController {
  constructor(
    private readonly clients: ClientAuthenticator,
    private readonly introspection: IntrospectionService,
  ) {}

  @Post('introspect')
  @HttpCode(200)
  @Public()
  @OAuthEndpoint()
  @OnlyReads()
  @ApiOperation({
    operationId: 'introspect',
    summary: 'Whether an access token is good now, and what it says',
    description:
      'RFC 7662, for registered clients. `{"active": false}` for whatever is not a living access token for one of the audiences of the client.',
  })
  @ApiBody({ type: TokenParameterDto })
  @ApiOkResponse({ type: IntrospectionDto })
  async introspect(
    @Body() body: TokenParameterDto,
    @Headers('authorization') authorization?: string,
  ): Promise<IntrospectionDto> {
    const client = await this.clients.authenticateRegistered(body, authorization);
    return this.introspection.introspect(body.token, client);
  }
}
