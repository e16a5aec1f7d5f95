import { Body, Controller, HttpCode, Post, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Authenticated, CurrentUser, type Principal, Public } from '#common/access/index.js';
import { Fails } from '#common/errors/index.js';
import { SecurityEvents } from '#common/events/security-events.js';
import { Idempotent } from '#idempotency/index.js';
import { MayDemandChallenge, RateLimit } from '#limits/index.js';
import { HashQueueFull, WeakPassword } from '#passwords/index.js';
import { InvalidToken, MayEndSessions } from '#tokens/index.js';
import { InvalidCredentials } from '../auth.errors.js';
import { PreferredLocale } from '#common/http/preferred-locale.js';
import { MessageDto } from '../message.dto.js';
import { CurrentDevice, type Device, rememberDevice } from '../sign-in/device.js';
import { DeviceTokenCodec } from '../sign-in/device-token.codec.js';
import { ChangePasswordDto, MailedTokenDto, ResetConfirmDto, ResetRequestDto } from './dto/recovery.dto.js';
import { NotMeService } from './not-me.service.js';
import { RecoveryQueueService } from './recovery-queue.service.js';
import { RecoveryService } from './recovery.service.js';

@ApiTags('passwords')
@Controller('auth')
export class RecoveryController {
  constructor(
    private readonly recovery: RecoveryService,
    private readonly queue: RecoveryQueueService,
    private readonly notMe: NotMeService,
    private readonly devices: DeviceTokenCodec,
    private readonly events: SecurityEvents,
  ) {}

  @Post('password/reset/request')
  @HttpCode(202)
  @Public()
  @RateLimit('recovery')
  @Idempotent()
  @ApiOperation({
    operationId: 'requestPasswordReset',
    summary: 'Ask for a letter with a link to a new password',
    description: 'The answer is always the same, whether there is such an account or not.',
  })
  @ApiAcceptedResponse({ type: MessageDto })
  async requestReset(@Body() { email }: ResetRequestDto, @PreferredLocale() locale: string): Promise<MessageDto> {
    await this.queue.ask('password_reset', email, locale);
    return { message: 'If there is an account with this address, a letter is on its way.' };
  }

  @Post('password/reset/confirm')
  @HttpCode(200)
  @Public()
  @MayEndSessions()
  @RateLimit('mailed_token')
  @ApiOperation({
    operationId: 'confirmPasswordReset',
    summary: 'Set a new password by a mailed link',
    description:
      'Ends every session of the account and proves its e-mail address. No device is known any more but this one: the answer has its token in `X-Device-Token` and in a cookie.',
  })
  @ApiOkResponse({ type: MessageDto })
  @Fails(InvalidToken, WeakPassword, HashQueueFull)
  async confirmReset(
    @Body() body: ResetConfirmDto,
    @PreferredLocale() locale: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<MessageDto> {
    const owner = await this.recovery.byLink('password_reset', body.token, body.new_password, locale);
    rememberDevice(reply, this.devices.issue(owner));
    return { message: 'The password is set. Sign in with it.' };
  }

  @Post('invitation/accept')
  @HttpCode(200)
  @Public()
  @RateLimit('mailed_token')
  @ApiOperation({ operationId: 'acceptInvitation', summary: 'Set the first password of an account by an invitation' })
  @ApiOkResponse({ type: MessageDto })
  @Fails(InvalidToken, WeakPassword, HashQueueFull)
  async acceptInvitation(@Body() body: ResetConfirmDto, @PreferredLocale() locale: string): Promise<MessageDto> {
    await this.recovery.byLink('invitation', body.token, body.new_password, locale);
    return { message: 'The password is set. Sign in with it.' };
  }

  @Post('password/change')
  @HttpCode(200)
  @Authenticated()
  @RateLimit('own_password')
  @MayDemandChallenge()
  @ApiOperation({
    operationId: 'changePassword',
    summary: 'Change your own password; all your other sessions end',
    description:
      'No device is known any more but this one: the answer has its token in `X-Device-Token` and in a cookie.',
  })
  @ApiOkResponse({ type: MessageDto })
  @Fails(InvalidCredentials, WeakPassword, HashQueueFull)
  async changePassword(
    @CurrentUser() me: Principal,
    @Body() { current_password, new_password }: ChangePasswordDto,
    @CurrentDevice() device: Device,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<MessageDto> {
    const owner = await this.recovery.byPassword(me, current_password, new_password, device);
    rememberDevice(reply, this.devices.issue(owner));
    return { message: 'The password is changed.' };
  }

  @Post('not-me')
  @HttpCode(200)
  @Public()
  @MayEndSessions()
  @RateLimit('mailed_token')
  @ApiOperation({
    operationId: 'reportNotMe',
    summary: 'Say of a notice: this was not me',
    description: 'Ends all sessions, voids the password and mails a link to a new one to the address of the notice.',
  })
  @ApiOkResponse({ type: MessageDto })
  @Fails(InvalidToken)
  async reportNotMe(@Body() { token }: MailedTokenDto, @PreferredLocale() locale: string): Promise<MessageDto> {
    const { userId, isNewlyProven } = await this.notMe.report(token, locale);
    const about = { outcome: 'success', userId } as const;
    this.events.publish({ type: 'not_me.reported', ...about });
    if (isNewlyProven) this.events.publish({ type: 'email.verified', ...about, detail: { by: 'not_me' } });
    return { message: 'Everybody is signed out. A letter with a link to a new password is on its way.' };
  }
}
