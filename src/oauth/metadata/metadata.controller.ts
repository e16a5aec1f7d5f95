import { Controller, Get, Header } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Public } from '#common/access/index.js';
import { Config } from '#config/index.js';
import { ASSERTION_ALGORITHMS } from '../clients/client-assertions.js';
import { MetadataDto } from './metadata.dto.js';

const MAX_AGE_SECONDS = 300;
const REGISTERED = ['client_secret_basic', 'client_secret_post', 'private_key_jwt'];

@ApiTags('well-known')
@Controller('.well-known')
export class MetadataController {
  constructor(private readonly config: Config) {}

  @Get('oauth-authorization-server')
  @Public()
  @Header('cache-control', `public, max-age=${MAX_AGE_SECONDS}`)
  @ApiOperation({
    operationId: 'getMetadata',
    summary: 'Where the OAuth endpoints are and what they understand',
    description: 'Authorization server metadata (RFC 8414). There is no authorization endpoint, so no response types.',
  })
  @ApiOkResponse({ type: MetadataDto })
  getMetadata(): MetadataDto {
    const { publicUrl: issuer, http, tokens } = this.config;
    const auth = `${issuer}${http.apiPrefix}/auth`;
    return {
      issuer,
      token_endpoint: `${auth}/token`,
      jwks_uri: `${issuer}/.well-known/jwks.json`,
      introspection_endpoint: `${auth}/introspect`,
      revocation_endpoint: `${auth}/revoke`,
      response_types_supported: [],
      grant_types_supported: ['client_credentials', 'refresh_token', ...(tokens.passwordGrant ? ['password'] : [])],
      token_endpoint_auth_methods_supported: [...REGISTERED, 'none'],
      token_endpoint_auth_signing_alg_values_supported: ASSERTION_ALGORITHMS,
      introspection_endpoint_auth_methods_supported: REGISTERED,
      introspection_endpoint_auth_signing_alg_values_supported: ASSERTION_ALGORITHMS,
      revocation_endpoint_auth_methods_supported: [...REGISTERED, 'none'],
      revocation_endpoint_auth_signing_alg_values_supported: ASSERTION_ALGORITHMS,
      service_documentation: `${issuer}/docs`,
    };
  }
}
