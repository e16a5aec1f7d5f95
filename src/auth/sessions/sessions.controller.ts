import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { Authenticated, CurrentUser, type Principal, Public } from '#common/access/index.js';
import { Fails } from '#common/errors/index.js';
import { NoStore } from '#common/http/no-store.js';
import { UuidParam } from '#common/validation/uuid-param.js';
import { RateLimit } from '#limits/index.js';
import {
  InvalidRefreshToken,
  RefreshTokenReused,
  SessionNotFound,
  SessionsService,
  TokenDto,
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
  ) {}

  @Post('refresh')
  @HttpCode(200)
  @Public()
  @NoStore()
  @RateLimit('refresh')
  @ApiOperation({
    operationId: 'refresh',
    summary: 'Trade a refresh token for the next pair',
    description:
      'For a short while the token before the current one is answered with the same successor, so a lost answer loses nothing. A token older than that ends its session.',
  })
  @ApiOkResponse({ type: TokenDto })
  @Fails(InvalidRefreshToken, RefreshTokenReused)
  async refresh(@Body() { refresh_token }: RefreshDto): Promise<TokenDto> {
    return this.tokens.for(await this.sessions.rotate(refresh_token));
  }

  @Post('logout')
  @HttpCode(200)
  @Authenticated()
  @ApiOperation({ operationId: 'logout', summary: 'End this session: its tokens are dead at once, at every instance' })
  @ApiOkResponse({ type: MessageDto })
  async logout(@CurrentUser() { userId, sessionId }: Principal): Promise<MessageDto> {
    await this.sessions.end(userId, sessionId, 'logout');
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
  @ApiOperation({ operationId: 'endSessions', summary: 'Sign out all other devices' })
  @ApiNoContentResponse()
  async endSessions(@CurrentUser() me: Principal, @Query() { include_current }: EndSessionsQuery): Promise<void> {
    await this.sessions.endAll(me.userId, 'ended_by_user', { except: include_current ? undefined : me.sessionId });
  }
}
