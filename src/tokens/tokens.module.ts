import { Module } from '@nestjs/common';
import { JwtModule } from '@nestjs/jwt';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccessTokensService } from './access/access-tokens.service.js';
import { RevocationMetrics } from './blacklist/revocation.metrics.js';
import { TokenBlacklistEntry } from './blacklist/token-blacklist.entity.js';
import { TokenBlacklistService } from './blacklist/token-blacklist.service.js';
import { RevocationFeed } from './feed/revocation-feed.service.js';
import { RevocationsController } from './feed/revocations.controller.js';
import { JwksController } from './keys/jwks.controller.js';
import { KeyTimetable } from './keys/key-timetable.js';
import { KeyRevocation } from './keys/key-revocation.js';
import { KeyRotation } from './keys/key-rotation.js';
import { SecretInForce } from './keys/secret/secret-in-force.js';
import { SecretKeyRecord } from './keys/secret/secret-key.entity.js';
import { SecretReplacement } from './keys/secret/secret-replacement.js';
import { SigningKey } from './keys/signing-key.entity.js';
import { SigningKeysService } from './keys/signing-keys.service.js';
import { OneTimeToken } from './one-time/one-time-token.entity.js';
import { OneTimeTokensService } from './one-time/one-time-tokens.service.js';
import { RefreshTokenCodec } from './refresh/refresh-token.codec.js';
import { SessionAlarm } from './refresh/session-alarm.entity.js';
import { SessionAlarmsService } from './refresh/session-alarms.service.js';
import { Session } from './refresh/session.entity.js';
import { SessionFacts } from './refresh/session-facts.js';
import { SessionsService } from './refresh/sessions.service.js';
import { TokenSweeper } from './sweeper.js';
import { TokenPairService } from './token-pair.service.js';
import { TokensPersonalData } from './tokens-personal-data.js';
import { RefreshCookiesService } from './transport/refresh-cookies.service.js';

@Module({
  imports: [
    JwtModule.register({}),
    TypeOrmModule.forFeature([SigningKey, SecretKeyRecord, Session, SessionAlarm, TokenBlacklistEntry, OneTimeToken]),
  ],
  controllers: [JwksController, RevocationsController],
  providers: [
    SecretInForce,
    SecretReplacement,
    SigningKeysService,
    KeyRotation,
    KeyRevocation,
    KeyTimetable,
    AccessTokensService,
    RefreshTokenCodec,
    SessionFacts,
    SessionsService,
    SessionAlarmsService,
    RevocationMetrics,
    TokenBlacklistService,
    RevocationFeed,
    TokenPairService,
    RefreshCookiesService,
    OneTimeTokensService,
    TokenSweeper,
    TokensPersonalData,
  ],
  exports: [
    AccessTokensService,
    KeyRotation,
    KeyRevocation,
    SecretReplacement,
    SessionsService,
    SessionAlarmsService,
    OneTimeTokensService,
    TokenBlacklistService,
    TokenPairService,
    RefreshCookiesService,
  ],
})
export class TokensModule {}
