import { Controller, Get, Headers, Res } from '@nestjs/common';
import { ApiHeader, ApiNotModifiedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Public } from '#common/access/index.js';
import { sha256 } from '#common/crypto/secrets.js';
import { JwksDto } from './jwks.dto.js';
import { JWKS_MAX_AGE_SECONDS } from './key-times.js';
import { SigningKeysService } from './signing-keys.service.js';

@ApiTags('well-known')
@Controller('.well-known')
export class JwksController {
  private body = '';
  private etag = '';

  constructor(private readonly keys: SigningKeysService) {}

  @Get('jwks.json')
  @Public()
  @ApiOperation({
    operationId: 'getJwks',
    summary: 'Public keys that access tokens are verified with',
    description: `A JWK Set (RFC 7517). May be cached for ${JWKS_MAX_AGE_SECONDS} seconds.`,
  })
  @ApiHeader({ name: 'if-none-match', required: false, description: 'The ETag of the set that is known already' })
  @ApiOkResponse({ type: JwksDto })
  @ApiNotModifiedResponse({ description: 'The set is the one named by If-None-Match' })
  getJwks(@Res() reply: FastifyReply, @Headers('if-none-match') known?: string): void {
    const { body, etag } = this.document();
    void reply.headers({ etag, 'cache-control': `public, max-age=${JWKS_MAX_AGE_SECONDS}` });
    if (known === etag) void reply.status(304).send();
    else void reply.type('application/jwk-set+json').send(body);
  }

  private document(): { body: string; etag: string } {
    const body = JSON.stringify(this.keys.jwks());
    if (body !== this.body) {
      this.body = body;
      this.etag = `"${sha256(body).toString('base64url')}"`;
    }
    return { body, etag: this.etag };
  }
}
