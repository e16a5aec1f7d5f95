import { Body, Controller, Post, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiCreatedResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Public } from '#common/access/index.js';
import { Fails } from '#common/errors/index.js';
import { SecurityEvents } from '#common/events/security-events.js';
import { NoStore } from '#common/http/no-store.js';
import { PreferredLocale } from '#common/http/preferred-locale.js';
import { Idempotent } from '#idempotency/index.js';
import { RateLimit } from '#limits/index.js';
import { UnmailableAddress } from '#mail/index.js';
import { HashQueueFull, WeakPassword } from '#passwords/index.js';
import { InvalidToken } from '#tokens/index.js';
import { EmailTaken, UserDto, UsernameTaken } from '#users/index.js';
import { InvalidCredentials } from '../auth.errors.js';
import { MessageDto } from '../message.dto.js';
import { ConfirmationService } from './confirmation.service.js';
import { ConfirmedDto, ConfirmRegistrationDto } from './dto/confirm-registration.dto.js';
import { RegisterDto } from './dto/register.dto.js';
import { RegistrationService } from './registration.service.js';

@ApiTags('auth')
@Controller('auth')
export class RegistrationController {
  constructor(
    private readonly registration: RegistrationService,
    private readonly confirmation: ConfirmationService,
    private readonly events: SecurityEvents,
  ) {}

  @Post('register')
  @Public()
  @RateLimit('register')
  @Idempotent()
  @ApiOperation({
    operationId: 'register',
    summary: 'Create your own account',
    description:
      'With `REGISTRATION_DISCLOSURE=hidden` the answer is 202 and the same for every address, and the account is made when the letter is confirmed; `email_taken` is then never said here.',
  })
  @ApiCreatedResponse({ type: UserDto })
  @ApiAcceptedResponse({ type: MessageDto, description: 'A letter has to be confirmed first' })
  @Fails(UsernameTaken, EmailTaken, WeakPassword, UnmailableAddress, HashQueueFull)
  async register(
    @Body() body: RegisterDto,
    @PreferredLocale() locale: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<UserDto | MessageDto> {
    const user = await this.registration.register(body, locale);
    if (user) return UserDto.from(user);
    void reply.status(202);
    return { message: 'A letter is on its way to this address. Confirm the registration with it.' };
  }

  @Post('register/confirm')
  @Public()
  @NoStore()
  @RateLimit('mailed_token')
  @ApiOperation({
    operationId: 'confirmRegistration',
    summary: 'Create the account of a registration by a mailed link',
  })
  @ApiCreatedResponse({ type: ConfirmedDto })
  @Fails(InvalidToken, InvalidCredentials, UsernameTaken, EmailTaken, HashQueueFull)
  async confirm(@Body() { token, password }: ConfirmRegistrationDto): Promise<ConfirmedDto> {
    const { user, resetToken } = await this.confirmation.confirm(token, password);
    this.events.publish({ type: 'user.registered', outcome: 'success', userId: user.id });
    return Object.assign(new ConfirmedDto(), UserDto.from(user), { password_reset_token: resetToken });
  }
}
