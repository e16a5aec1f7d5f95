import { Body, Controller, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Public } from '#common/access/index.js';
import { Fails } from '#common/errors/index.js';
import { SecurityEvents } from '#common/events/security-events.js';
import { Idempotent } from '#idempotency/index.js';
import { RateLimit } from '#limits/index.js';
import { HashQueueFull, WeakPassword } from '#passwords/index.js';
import { EmailTaken, UserDto, UsernameTaken, UsersService } from '#users/index.js';
import { PreferredLocale } from '#common/http/preferred-locale.js';
import { VerificationLettersService } from '../verification/verification-letters.service.js';
import { RegisterDto } from './dto/register.dto.js';

@ApiTags('auth')
@Controller('auth')
export class RegistrationController {
  constructor(
    private readonly users: UsersService,
    private readonly letters: VerificationLettersService,
    private readonly events: SecurityEvents,
  ) {}

  @Post('register')
  @Public()
  @RateLimit('register')
  @Idempotent()
  @ApiOperation({ operationId: 'register', summary: 'Create your own account' })
  @ApiCreatedResponse({ type: UserDto })
  @Fails(UsernameTaken, EmailTaken, WeakPassword, HashQueueFull)
  async register(
    @Body() { username, email, password, full_name: fullName }: RegisterDto,
    @PreferredLocale() locale: string,
  ): Promise<UserDto> {
    const user = await this.users.create({ username, email, password, fullName }, (made, tx) =>
      this.letters.write(made, locale, tx),
    );
    this.events.publish({ type: 'user.registered', outcome: 'success', userId: user.id });
    return UserDto.from(user);
  }
}
