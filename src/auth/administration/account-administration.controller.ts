import { Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiTags,
} from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { CurrentUser, Permissions, type Principal } from '#common/access/index.js';
import { Fails } from '#common/errors/index.js';
import { PreferredLocale } from '#common/http/preferred-locale.js';
import { UuidParam } from '#common/validation/uuid-param.js';
import { Idempotent } from '#idempotency/index.js';
import { MayEndSessions, SessionsService } from '#tokens/index.js';
import { AccountsService, BeyondOwnPermissions, UserAdministration, UserNotFound } from '#users/index.js';
import { MessageDto } from '../message.dto.js';
import { RecoveryLettersService } from '../recovery/recovery-letters.service.js';
import { SessionDto } from '../sessions/dto/session.dto.js';

/** What an administrator may do about the sign-in of others. They start a recovery, but never choose a password. */
@ApiTags('users')
@ApiParam({ name: 'id', format: 'uuid' })
@Controller('users/:id')
export class AccountAdministrationController {
  constructor(
    private readonly administration: UserAdministration,
    private readonly accounts: AccountsService,
    private readonly sessions: SessionsService,
    private readonly letters: RecoveryLettersService,
    private readonly dataSource: DataSource,
  ) {}

  @Get('sessions')
  @Permissions('users:read')
  @ApiOperation({ operationId: 'listSessionsOfUser', summary: 'Where a user is signed in' })
  @ApiOkResponse({ type: [SessionDto] })
  @Fails(UserNotFound)
  async listSessions(@CurrentUser() me: Principal, @Param('id', UuidParam) id: string): Promise<SessionDto[]> {
    await this.accounts.get(id);
    const sessions = await this.sessions.list(id);
    return sessions.map((session) => SessionDto.from(session, me.sessionId));
  }

  @Delete('sessions')
  @HttpCode(204)
  @Permissions('users:write')
  @MayEndSessions()
  @ApiOperation({ operationId: 'endSessionsOfUser', summary: 'Sign a user out everywhere' })
  @ApiNoContentResponse()
  @Fails(UserNotFound, BeyondOwnPermissions)
  async endSessions(@CurrentUser() actor: Principal, @Param('id', UuidParam) id: string): Promise<void> {
    await this.administration.mayManage(id, actor);
    await this.sessions.endAll(id, 'ended_by_admin', { actorId: actor.userId });
  }

  @Post('password-reset')
  @HttpCode(202)
  @Permissions('users:write')
  @Idempotent()
  @ApiOperation({ operationId: 'sendPasswordReset', summary: 'Mail a user a link to a new password' })
  @ApiAcceptedResponse({ type: MessageDto })
  @Fails(UserNotFound, BeyondOwnPermissions)
  async sendReset(
    @CurrentUser() actor: Principal,
    @Param('id', UuidParam) id: string,
    @PreferredLocale() locale: string,
  ): Promise<MessageDto> {
    await this.administration.mayManage(id, actor);
    await this.dataSource.transaction(async (tx) => this.letters.write(await this.accounts.lock(id, tx), locale, tx));
    this.letters.announce(id, actor.userId);
    return { message: 'A letter is on its way.' };
  }
}
