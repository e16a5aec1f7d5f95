import { Body, Controller, Headers, HttpCode, Post } from '@nestjs/common';
import { ApiAcceptedResponse, ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Authenticated, CurrentUser, type Principal, Public } from '#common/access/index.js';
import { Fails } from '#common/errors/index.js';
import { SecurityEvents } from '#common/events/security-events.js';
import { Idempotent } from '#idempotency/index.js';
import { MayDemandChallenge, RateLimit } from '#limits/index.js';
import { HashQueueFull } from '#passwords/index.js';
import { InvalidToken, MayEndSessions, type OneTimePurpose } from '#tokens/index.js';
import { EmailTaken } from '#users/index.js';
import { InvalidCredentials, PasswordRequired } from '../auth.errors.js';
import { PreferredLocale } from '#common/http/preferred-locale.js';
import { LetterBudgetService } from '../letters/letter-budget.service.js';
import { MessageDto } from '../message.dto.js';
import { CurrentDevice, type Device } from '../sign-in/device.js';
import { ChangeEmailDto, ConfirmEmailChangeDto, VerifiedDto, VerifyEmailDto } from './dto/verification.dto.js';
import { EmailChangeService } from './email-change.service.js';
import { MakerService } from './maker.service.js';
import { VerificationService } from './verification.service.js';

const MAKERS_TOKEN = {
  name: 'authorization',
  required: false,
  description: 'An access token of the account, in place of the password',
};

@ApiTags('email')
@Controller('auth/email')
export class VerificationController {
  constructor(
    private readonly verification: VerificationService,
    private readonly emailChange: EmailChangeService,
    private readonly maker: MakerService,
    private readonly budget: LetterBudgetService,
    private readonly events: SecurityEvents,
  ) {}

  @Post('verification/request')
  @HttpCode(202)
  @Authenticated()
  @RateLimit('letters')
  @Idempotent()
  @ApiOperation({ operationId: 'requestEmailVerification', summary: 'Ask for a link that proves your e-mail address' })
  @ApiAcceptedResponse({ type: MessageDto })
  async request(@CurrentUser() { userId }: Principal, @PreferredLocale() locale: string): Promise<MessageDto> {
    await this.budget.countDeed('verification_letters', userId);
    const asked = await this.verification.request(userId, locale);
    if (asked) this.events.publish({ type: 'email.verification_requested', outcome: 'success', userId });
    return { message: 'A letter is on its way, unless the address is verified already.' };
  }

  @Post('verification/confirm')
  @HttpCode(200)
  @Public()
  @MayEndSessions()
  @RateLimit('mailed_token')
  @MayDemandChallenge()
  @ApiOperation({ operationId: 'confirmEmailVerification', summary: 'Prove an e-mail address by a mailed link' })
  @ApiHeader(MAKERS_TOKEN)
  @ApiOkResponse({ type: VerifiedDto })
  @Fails(InvalidToken, InvalidCredentials, HashQueueFull)
  async confirm(
    @Body() { token, password }: VerifyEmailDto,
    @CurrentDevice() device: Device,
    @Headers('authorization') authorization?: string,
  ): Promise<VerifiedDto> {
    const proof = this.maker.proof(password, authorization, device);
    const { userId, isFirst, resetToken } = await this.verification.confirm(token, proof);
    if (isFirst) this.publishVerified(userId, 'email_verification');
    return VerifiedDto.with(resetToken);
  }

  @Post('change/request')
  @HttpCode(202)
  @Authenticated()
  @RateLimit('own_password')
  @MayDemandChallenge()
  @Idempotent()
  @ApiOperation({
    operationId: 'requestEmailChange',
    summary: 'Ask for a link to a new e-mail address of yours',
    description: 'The address changes only when the link, which goes to the new address, is used. The old one is told.',
  })
  @ApiAcceptedResponse({ type: MessageDto })
  @Fails(InvalidCredentials, HashQueueFull)
  async requestChange(
    @CurrentUser() me: Principal,
    @Body() { new_email, current_password }: ChangeEmailDto,
    @CurrentDevice() device: Device,
  ): Promise<MessageDto> {
    const owner = await this.maker.check(me, current_password, device);
    await this.budget.countNewAddress(new_email);
    await this.emailChange.request(owner, new_email, device.locale);
    this.events.publish({ type: 'email.change_requested', outcome: 'success', userId: me.userId });
    return { message: 'A letter is on its way to the new address.' };
  }

  @Post('change/confirm')
  @HttpCode(200)
  @Public()
  @RateLimit('mailed_token')
  @MayDemandChallenge()
  @ApiOperation({
    operationId: 'confirmEmailChange',
    summary: 'Take on a new e-mail address by the link mailed to it, and the password',
  })
  @ApiHeader(MAKERS_TOKEN)
  @ApiOkResponse({ type: MessageDto })
  @Fails(InvalidToken, PasswordRequired, InvalidCredentials, EmailTaken, HashQueueFull)
  async confirmChange(
    @Body() { token, password }: ConfirmEmailChangeDto,
    @CurrentDevice() device: Device,
    @Headers('authorization') authorization?: string,
  ): Promise<MessageDto> {
    const proof = this.maker.proof(password, authorization, device);
    const userId = await this.emailChange.confirm(token, proof, device.locale);
    this.events.publish({ type: 'email.changed', outcome: 'success', userId });
    this.publishVerified(userId, 'email_change');
    return { message: 'The e-mail address is changed.' };
  }

  private publishVerified(userId: string, by: OneTimePurpose): void {
    this.events.publish({ type: 'email.verified', outcome: 'success', userId, detail: { by } });
  }
}
