import { Module } from '@nestjs/common';
import { PassportModule } from '@nestjs/passport';
import { PasswordsModule } from '#passwords/index.js';
import { TokensModule } from '#tokens/index.js';
import { UsersModule } from '#users/index.js';
import { MeController } from './me.controller.js';
import { RegistrationController } from './registration/registration.controller.js';
import { SessionsController } from './sessions/sessions.controller.js';
import { CredentialsService } from './sign-in/credentials.service.js';
import { SignInController } from './sign-in/sign-in.controller.js';
import { SignInService } from './sign-in/sign-in.service.js';
import { JwtStrategy } from './strategies/jwt.strategy.js';
import { LocalStrategy } from './strategies/local.strategy.js';

@Module({
  imports: [PassportModule, PasswordsModule, TokensModule, UsersModule],
  controllers: [SignInController, RegistrationController, SessionsController, MeController],
  providers: [CredentialsService, SignInService, LocalStrategy, JwtStrategy],
  exports: [CredentialsService, SignInService],
})
export class AuthModule {}
