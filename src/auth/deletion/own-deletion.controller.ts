import { Body, Controller, Delete, HttpCode, Post } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Authenticated, CurrentUser, type Principal, Public } from '#common/access/index.js';
import { Fails } from '#common/errors/index.js';
import { SecurityEvents } from '#common/events/security-events.js';
import { PreferredLocale } from '#common/http/preferred-locale.js';
import { MayDemandChallenge, RateLimit } from '#limits/index.js';
import { HashQueueFull } from '#passwords/index.js';
import { InvalidToken, MayEndSessions } from '#tokens/index.js';
import { LastAdministrator, UserNotFound } from '#users/index.js';
import { InvalidCredentials } from '../auth.errors.js';
import { MessageDto } from '../message.dto.js';
import { MailedTokenDto } from '../recovery/dto/recovery.dto.js';
import { CurrentDevice, type Device } from '../sign-in/device.js';
import { PasswordNotSet } from './deletion.errors.js';
import { DeleteAccountDto, DeletedAccountDto } from './dto/deletion.dto.js';
import { OwnDeletionService } from './own-deletion.service.js';

@ApiTags('profile')
@Controller()
export class OwnDeletionController {
  constructor(
    private readonly deletion: OwnDeletionService,
    private readonly events: SecurityEvents,
  ) {}

  @Delete('users/me')
  @HttpCode(202)
  @Authenticated()
  @MayEndSessions()
  @RateLimit('own_password')
  @MayDemandChallenge()
  @ApiOperation({
    operationId: 'deleteAccount',
    summary: 'Delete your own account',
    description:
      'It is closed at once: all sessions end. Until `deletes_at` the link in the letter restores it; then it is gone for good, with all that tells of you.',
  })
  @ApiAcceptedResponse({ type: DeletedAccountDto })
  @Fails(InvalidCredentials, PasswordNotSet, LastAdministrator, UserNotFound, HashQueueFull)
  async deleteAccount(
    @CurrentUser() me: Principal,
    @Body() { current_password }: DeleteAccountDto,
    @CurrentDevice() device: Device,
    @PreferredLocale() locale: string,
  ): Promise<DeletedAccountDto> {
    const deletes_at = await this.deletion.delete(me, current_password, device, locale);
    return { message: 'Your account is closed. A letter tells you when it is deleted for good.', deletes_at };
  }

  @Post('auth/account/restore')
  @HttpCode(200)
  @Public()
  @RateLimit('mailed_token')
  @ApiOperation({
    operationId: 'restoreAccount',
    summary: 'Keep an account that you have deleted, by the link in the letter about it',
    description: 'It is as it was, its password included. Nobody is signed in by it.',
  })
  @ApiOkResponse({ type: MessageDto })
  @Fails(InvalidToken)
  async restoreAccount(@Body() { token }: MailedTokenDto): Promise<MessageDto> {
    const userId = await this.deletion.restore(token);
    this.events.publish({ type: 'user.restored', outcome: 'success', userId });
    return { message: 'Your account is open again. Sign in as before.' };
  }
}
