import { Controller, HttpCode, Post, Res, UseGuards } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Public } from '#common/access/index.js';
import { Fails } from '#common/errors/index.js';
import { AcceptsForm } from '#common/http/accepts-form.js';
import { MayDemandChallenge, RateLimit, SIGN_IN_LIMITS } from '#limits/index.js';
import { HashQueueFull } from '#passwords/index.js';
import { HandsOutTokens, type TokenDto } from '#tokens/index.js';
import { AccountDisabled, InvalidCredentials } from '../auth.errors.js';
import { LocalAuthGuard } from '../guards/local-auth.guard.js';
import { CurrentDevice, type Device, rememberDevice } from './device.js';
import { LoginDto, LoginFormDto } from './dto/login.dto.js';
import { Proven, type ProvenUser } from './proven-user.js';
import { SignInService } from './sign-in.service.js';

@ApiTags('auth')
@Controller('auth')
export class SignInController {
  constructor(private readonly signIn: SignInService) {}

  @Post('login')
  @HttpCode(200)
  @Public()
  @AcceptsForm()
  @HandsOutTokens()
  @RateLimit(SIGN_IN_LIMITS)
  @MayDemandChallenge()
  @UseGuards(LocalAuthGuard(LoginDto))
  @ApiOperation({ operationId: 'login', summary: 'Sign in with username or e-mail address and password' })
  @ApiConsumes('application/json', 'application/x-www-form-urlencoded')
  @ApiBody({ type: LoginDto })
  @Fails(InvalidCredentials, AccountDisabled, HashQueueFull)
  login(
    @Proven() user: ProvenUser,
    @CurrentDevice() device: Device,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<TokenDto> {
    return this.enter(user, device, reply);
  }

  @Post('login/form')
  @HttpCode(200)
  @Public()
  @AcceptsForm({ only: true })
  @HandsOutTokens()
  @RateLimit(SIGN_IN_LIMITS)
  @MayDemandChallenge()
  @UseGuards(LocalAuthGuard(LoginFormDto))
  @ApiOperation({
    operationId: 'loginForm',
    summary: 'Sign in by an OAuth 2.0 password form',
    description:
      "For the Authorize dialog of Swagger UI and others that know no other way. Limits and checks are login's.",
  })
  @ApiConsumes('application/x-www-form-urlencoded')
  @ApiBody({ type: LoginFormDto })
  @Fails(InvalidCredentials, AccountDisabled, HashQueueFull)
  loginForm(
    @Proven() user: ProvenUser,
    @CurrentDevice() device: Device,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<TokenDto> {
    return this.enter(user, device, reply);
  }

  private async enter(user: ProvenUser, device: Device, reply: FastifyReply): Promise<TokenDto> {
    const { tokens, deviceToken } = await this.signIn.complete(user, 'pwd', device);
    rememberDevice(reply, deviceToken);
    return tokens;
  }
}
