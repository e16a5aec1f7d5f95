import { Controller, Get, Headers, Query, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiNotModifiedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '#common/access/index.js';
import { ReadableByAnyOrigin } from '#common/http/cors.js';
import { decodeCursor } from './cursor.js';
import { endOf, eventStream } from './event-stream.js';
import { inEncodingOf } from './encoding.js';
import { type FeedAnswer, RevocationFeed } from './revocation-feed.service.js';
import { RevocationsQuery } from './revocations.query.js';

@ApiTags('well-known')
@Controller('auth/revocations')
export class RevocationsController {
  constructor(private readonly feed: RevocationFeed) {}

  @Get()
  @Public()
  @ReadableByAnyOrigin()
  @ApiOperation({
    operationId: 'getRevocations',
    summary: 'Access tokens that are dead before their time',
    description:
      'For services that verify offline. A JWS of type `revocations+jwt`, signed by a key of the JWK Set, so that caches may carry it: all that is revoked and could still be alive, or with `since` what came after an earlier answer. With `wait` it waits for news. As `text/event-stream` it goes on. docs/tokens.md says what is in it.',
  })
  @ApiHeader({
    name: 'if-none-match',
    required: false,
    description: 'A cursor as ETag: as `since`, and 304 for no news',
  })
  @ApiOkResponse({
    description: 'A signed document, or a stream of them',
    content: {
      'application/jwt': {
        schema: { type: 'string', example: 'eyJhbGciOiJFUzI1NiIsInR5cCI6InJldm9jYXRpb25zK2p3dCIs…' },
      },
      'text/event-stream': {
        schema: { type: 'string', example: 'event: revocations\\nid: NzQ4Ojc0ODo\\ndata: eyJhbGci…' },
      },
    },
  })
  @ApiNotModifiedResponse({ description: 'Nothing came after If-None-Match' })
  async getRevocations(
    @Query() { since, wait }: RevocationsQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Headers('if-none-match') etag?: string,
  ): Promise<void> {
    const known = decodeCursor(since ?? etag?.replaceAll('"', '') ?? '');
    if (request.headers.accept?.includes('text/event-stream')) return eventStream(this.feed, known, request, reply);
    const answer = await this.feed.after(known, wait * 1000, endOf(reply));
    const unchanged = etag !== undefined && known !== undefined && !answer.news;
    return this.send(answer, unchanged, request, reply);
  }

  private async send(
    { cursor, signed }: FeedAnswer,
    unchanged: boolean,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    void reply.headers({ etag: `"${cursor}"`, 'cache-control': 'no-cache', vary: 'accept, accept-encoding' });
    if (unchanged) return void reply.status(304).send();
    const { body, encoding } = await inEncodingOf(request, signed);
    if (encoding) void reply.header('content-encoding', encoding);
    void reply.type('application/jwt').send(body);
  }
}
