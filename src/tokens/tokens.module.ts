import { Module } from '@nestjs/common';
import { JwtModule } from '@nestjs/jwt';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccessTokensService } from './access/access-tokens.service.js';
import { TokenBlacklistEntry } from './blacklist/token-blacklist.entity.js';
import { TokenBlacklistService } from './blacklist/token-blacklist.service.js';
import { JwksController } from './keys/jwks.controller.js';
import { SigningKey } from './keys/signing-key.entity.js';
import { SigningKeysService } from './keys/signing-keys.service.js';
import { OneTimeToken } from './one-time/one-time-token.entity.js';
import { OneTimeTokensService } from './one-time/one-time-tokens.service.js';
import { RefreshTokenCodec } from './refresh/refresh-token.codec.js';
import { Session } from './refresh/session.entity.js';
import { SessionsService } from './refresh/sessions.service.js';
import { TokenSweeper } from './sweeper.js';
import { TokenPairService } from './token-pair.service.js';

@Module({
  imports: [JwtModule.register({}), TypeOrmModule.forFeature([SigningKey, Session, TokenBlacklistEntry, OneTimeToken])],
  controllers: [JwksController],
  providers: [
    SigningKeysService,
    AccessTokensService,
    RefreshTokenCodec,
    SessionsService,
    TokenBlacklistService,
    TokenPairService,
    OneTimeTokensService,
    TokenSweeper,
  ],
  exports: [AccessTokensService, SessionsService, OneTimeTokensService, TokenBlacklistService, TokenPairService],
})
export class TokensModule {}
