import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiBody, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Authenticated, AuthenticatedOrCookie, CurrentUser, type Principal, Public } from '#common/access/index.js';
import { Fails } from '#common/errors/index.js';
import { UuidParam } from '#common/validation/uuid-param.js';
import { RateLimit } from '#limits/index.js';
import {
  HandsOutTokens,
  InvalidRefreshToken,
  KnowsCookieMode,
  MayEndSessions,
  MissingRefreshToken,
  RefreshCookiesService,
  RefreshTokenReused,
  SessionNotFound,
  SessionsService,
  type TokenDto,
  TokenPairService,
} from '#tokens/index.js';
import { MessageDto } from '../message.dto.js';
import { EndSessionsQuery } from './dto/end-sessions.query.js';
import { RefreshDto } from './dto/refresh.dto.js';
import { SessionDto } from './dto/session.dto.js';

@ApiTags('sessions')
@Controller('auth')
export class SessionsController {
  constructor(
    private readonly sessions: SessionsService,
    private readonly tokens: TokenPairService,
    private readonly cookies: RefreshCookiesService,
  ) {}

  @Post('refresh')
  @HttpCode(200)
  @Public()
  @HandsOutTokens()
  @RateLimit('refresh')
  @ApiOperation({
    operationId: 'refresh',
    summary: 'Trade a refresh token for the next pair',
    description:
      'For a short while the token before the current one is answered with the same successor, so a lost answer loses nothing. A token older than that ends its session.',
  })
  @ApiBody({ type: RefreshDto, required: false })
  @Fails(InvalidRefreshToken, MissingRefreshToken, RefreshTokenReused)
  async refresh(
    @Body() { refresh_token }: RefreshDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<TokenDto> {
    if (refresh_token !== undefined) return this.tokens.for(await this.sessions.rotate(refresh_token));
    return this.tokens.for(await this.cookies.rotate(request, reply));
  }

  @Post('logout')
  @HttpCode(200)
  @AuthenticatedOrCookie()
  @KnowsCookieMode()
  @ApiOperation({
    operationId: 'logout',
    summary: 'End this session: its tokens are dead at once, at every instance',
    description:
      'In cookie mode the session of the cookie ends, too, and the cookie is cleared. There it works without a living access token.',
  })
  @ApiOkResponse({ type: MessageDto })
  async logout(
    @CurrentUser() me: Principal | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<MessageDto> {
    if (me) await this.sessions.end(me.userId, me.sessionId, 'logout');
    await this.cookies.logOut(request, reply);
    return { message: 'You are signed out.' };
  }

  @Get('sessions')
  @Authenticated()
  @ApiOperation({ operationId: 'listSessions', summary: 'Where you are signed in' })
  @ApiOkResponse({ type: [SessionDto] })
  async listSessions(@CurrentUser() { userId, sessionId }: Principal): Promise<SessionDto[]> {
    const sessions = await this.sessions.list(userId);
    return sessions.map((session) => SessionDto.from(session, sessionId));
  }

  @Delete('sessions/:id')
  @HttpCode(204)
  @Authenticated()
  @MayEndSessions()
  @ApiOperation({ operationId: 'endSession', summary: 'Sign out one device' })
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiNoContentResponse()
  @Fails(SessionNotFound)
  async endSession(@CurrentUser() { userId }: Principal, @Param('id', UuidParam) id: string): Promise<void> {
    if (!(await this.sessions.end(userId, id, 'ended_by_user'))) throw new SessionNotFound();
  }

  @Delete('sessions')
  @HttpCode(204)
  @Authenticated()
  @MayEndSessions()
  @ApiOperation({ operationId: 'endSessions', summary: 'Sign out all other devices' })
  @ApiNoContentResponse()
  async endSessions(@CurrentUser() me: Principal, @Query() { include_current }: EndSessionsQuery): Promise<void> {
    await this.sessions.endAll(me.userId, 'ended_by_user', { except: include_current ? undefined : me.sessionId });
  }
}
