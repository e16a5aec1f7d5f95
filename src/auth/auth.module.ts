import { Module } from '@nestjs/common';
import { PassportModule } from '@nestjs/passport';
import { TypeOrmModule } from '@nestjs/typeorm';
import { MailModule } from '#mail/index.js';
import { PasswordsModule } from '#passwords/index.js';
import { TokensModule } from '#tokens/index.js';
import { UsersModule } from '#users/index.js';
import { AccountAdministrationController } from './administration/account-administration.controller.js';
import { OwnDeletionController } from './deletion/own-deletion.controller.js';
import { OwnDeletionService } from './deletion/own-deletion.service.js';
import { AuthPersonalData } from './deletion/auth-personal-data.js';
import { LetterBudgetService } from './letters/letter-budget.service.js';
import { NoticesService } from './letters/notices.service.js';
import { SessionAlarmLettersService } from './letters/session-alarm-letters.service.js';
import { MeController } from './me.controller.js';
import { NewPasswordsService } from './recovery/new-passwords.service.js';
import { NotMeService } from './recovery/not-me.service.js';
import { RecoveryBudgetService } from './recovery/recovery-budget.service.js';
import { RecoveryLettersService } from './recovery/recovery-letters.service.js';
import { RecoveryQueueService } from './recovery/recovery-queue.service.js';
import { RecoveryController } from './recovery/recovery.controller.js';
import { UnlockController } from './recovery/unlock.controller.js';
import { RecoveryService } from './recovery/recovery.service.js';
import { UnlockService } from './recovery/unlock.service.js';
import { ConfirmationService } from './registration/confirmation.service.js';
import { HiddenRegistrationService } from './registration/hidden-registration.service.js';
import { PendingRegistration } from './registration/pending-registration.entity.js';
import { PendingRegistrationsService } from './registration/pending-registrations.service.js';
import { RegistrationBudgetService } from './registration/registration-budget.service.js';
import { RegistrationController } from './registration/registration.controller.js';
import { RegistrationLettersService } from './registration/registration-letters.service.js';
import { RegistrationPasswordService } from './registration/registration-password.service.js';
import { RegistrationService } from './registration/registration.service.js';
import { SessionsController } from './sessions/sessions.controller.js';
import { LimitsModule } from '#limits/index.js';
import { CredentialsService } from './sign-in/credentials.service.js';
import { DeviceTokenCodec } from './sign-in/device-token.codec.js';
import { NewDeviceService } from './sign-in/new-device.service.js';
import { SignInBudgetService } from './sign-in/sign-in-budget.service.js';
import { SignInController } from './sign-in/sign-in.controller.js';
import { SignInMetrics } from './sign-in/sign-in.metrics.js';
import { SignInService } from './sign-in/sign-in.service.js';
import { JwtStrategy } from './strategies/jwt.strategy.js';
import { LocalStrategy } from './strategies/local.strategy.js';
import { EmailChangeService } from './verification/email-change.service.js';
import { EvictionService } from './verification/eviction.service.js';
import { MakerService } from './verification/maker.service.js';
import { VerificationLettersService } from './verification/verification-letters.service.js';
import { VerificationController } from './verification/verification.controller.js';
import { VerificationService } from './verification/verification.service.js';

@Module({
  imports: [
    TypeOrmModule.forFeature([PendingRegistration]),
    PassportModule,
    LimitsModule,
    MailModule,
    PasswordsModule,
    TokensModule,
    UsersModule,
  ],
  controllers: [
    SignInController,
    RegistrationController,
    RecoveryController,
    UnlockController,
    VerificationController,
    SessionsController,
    MeController,
    AccountAdministrationController,
    OwnDeletionController,
  ],
  providers: [
    LocalStrategy,
    JwtStrategy,
    CredentialsService,
    SignInService,
    SignInMetrics,
    SignInBudgetService,
    DeviceTokenCodec,
    NewDeviceService,
    OwnDeletionService,
    AuthPersonalData,
    LetterBudgetService,
    NoticesService,
    SessionAlarmLettersService,
    RegistrationService,
    HiddenRegistrationService,
    RegistrationBudgetService,
    RegistrationPasswordService,
    RegistrationLettersService,
    PendingRegistrationsService,
    ConfirmationService,
    RecoveryLettersService,
    RecoveryBudgetService,
    RecoveryQueueService,
    NewPasswordsService,
    RecoveryService,
    UnlockService,
    NotMeService,
    VerificationLettersService,
    VerificationService,
    EmailChangeService,
    EvictionService,
    MakerService,
  ],
  exports: [
    CredentialsService,
    SignInService,
    DeviceTokenCodec,
    NoticesService,
    LetterBudgetService,
    EvictionService,
    VerificationLettersService,
  ],
})
export class AuthModule {}
