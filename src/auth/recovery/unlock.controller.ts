import { Body, Controller, HttpCode, Post, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Public } from '#common/access/index.js';
import { Fails } from '#common/errors/index.js';
import { SecurityEvents } from '#common/events/security-events.js';
import { PreferredLocale } from '#common/http/preferred-locale.js';
import { Idempotent } from '#idempotency/index.js';
import { RateLimit } from '#limits/index.js';
import { InvalidToken } from '#tokens/index.js';
import { MessageDto } from '../message.dto.js';
import { rememberDevice } from '../sign-in/device.js';
import { MailedTokenDto, ResetRequestDto } from './dto/recovery.dto.js';
import { RecoveryQueueService } from './recovery-queue.service.js';
import { UnlockService } from './unlock.service.js';

/** The owner's way past a lock that strangers have caused, on a device that has not signed in before. */
@ApiTags('passwords')
@Controller('auth/unlock')
export class UnlockController {
  constructor(
    private readonly queue: RecoveryQueueService,
    private readonly unlock: UnlockService,
    private readonly events: SecurityEvents,
  ) {}

  @Post('request')
  @HttpCode(202)
  @Public()
  @RateLimit('recovery')
  @Idempotent()
  @ApiOperation({
    operationId: 'requestUnlock',
    summary: 'Ask for a letter with a way past the lock of strangers',
    description: 'The answer is always the same, whether there is such an account or not.',
  })
  @ApiAcceptedResponse({ type: MessageDto })
  async request(@Body() { email }: ResetRequestDto, @PreferredLocale() locale: string): Promise<MessageDto> {
    await this.queue.ask('unlock', email, locale);
    return { message: 'If there is an account with this address, a letter is on its way.' };
  }

  @Post('confirm')
  @HttpCode(200)
  @Public()
  @RateLimit('mailed_token')
  @ApiOperation({
    operationId: 'confirmUnlock',
    summary: 'Make this device a known one by a mailed link',
    description:
      'The answer has the token of the device in `X-Device-Token` and in a cookie. Nobody is signed in by it.',
  })
  @ApiOkResponse({ type: MessageDto })
  @Fails(InvalidToken)
  async confirm(
    @Body() { token }: MailedTokenDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<MessageDto> {
    const { userId, deviceToken } = await this.unlock.confirm(token);
    rememberDevice(reply, deviceToken);
    this.events.publish({ type: 'account.unlocked', outcome: 'success', userId });
    return { message: 'You can sign in on this device now.' };
  }
}
