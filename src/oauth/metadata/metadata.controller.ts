import { Controller, Get, Header } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Public } from '#common/access/index.js';
import { ReadableByAnyOrigin } from '#common/http/cors.js';
import { Config } from '#config/index.js';
import { metadataOf } from './metadata.js';
import { MetadataDto } from './metadata.dto.js';

const MAX_AGE_SECONDS = 300;

@ApiTags('well-known')
@Controller('.well-known')
export class MetadataController {
  constructor(private readonly config: Config) {}

  @Get('oauth-authorization-server')
  @Public()
  @ReadableByAnyOrigin()
  @Header('cache-control', `public, max-age=${MAX_AGE_SECONDS}`)
  @ApiOperation({
    operationId: 'getMetadata',
    summary: 'Where the OAuth endpoints are and what they understand',
    description: 'Authorization server metadata (RFC 8414). There is no authorization endpoint, so no response types.',
  })
  @ApiOkResponse({ type: MetadataDto })
  getMetadata(): MetadataDto {
    return metadataOf(this.config);
  }
}
