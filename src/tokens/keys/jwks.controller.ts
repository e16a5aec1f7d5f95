import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiNotModifiedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '#common/access/index.js';
import { ReadableByAnyOrigin } from '#common/http/cors.js';
import { sendFile, type StaticFile, staticFile } from '#common/http/static-file.js';
import { Config } from '#config/index.js';
import { JwksDto } from './jwks.dto.js';
import { SigningKeysService } from './signing-keys.service.js';

@ApiTags('well-known')
@Controller('.well-known')
export class JwksController {
  private known: { json: string; file: StaticFile } | undefined;

  constructor(
    private readonly keys: SigningKeysService,
    private readonly config: Config,
  ) {}

  @Get('jwks.json')
  @Public()
  @ReadableByAnyOrigin()
  @ApiOperation({
    operationId: 'getJwks',
    summary: 'Public keys that access tokens are verified with',
    description: 'A JWK Set (RFC 7517). May be kept for as long as `Cache-Control` says.',
  })
  @ApiHeader({ name: 'if-none-match', required: false, description: 'The ETag of the set that is known already' })
  @ApiOkResponse({ type: JwksDto })
  @ApiNotModifiedResponse({ description: 'The set is the one named by If-None-Match' })
  getJwks(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    sendFile(this.file(), request, reply);
  }

  /** Digested anew only when the keys are others. */
  private file(): StaticFile {
    const json = JSON.stringify(this.keys.jwks());
    if (json !== this.known?.json) this.known = { json, file: jwkSet(json, this.config.tokens.jwksMaxAgeSeconds) };
    return this.known.file;
  }
}

function jwkSet(json: string, maxAgeSeconds: number): StaticFile {
  const headers = { 'cache-control': `public, max-age=${maxAgeSeconds}` };
  return staticFile('application/jwk-set+json', json, headers);
}
