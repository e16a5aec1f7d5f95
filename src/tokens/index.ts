export { AccessTokensService } from './access/access-tokens.service.js';
export type { AccessTokenClaims, ClientTokenClaims } from './access/access-token-claims.js';
export { type NewEpoch, TokenBlacklistService } from './blacklist/token-blacklist.service.js';
export { openerOf, sealingKeysOf, WrongSecretKey } from './keys/key-material.js';
export { KeyRevocation, type RevokedKey } from './keys/key-revocation.js';
export { KeyRotation, type ListedKey, type Rotation, type RotationOptions } from './keys/key-rotation.js';
export { formerSecretUntil, SecretReplacement } from './keys/secret/secret-replacement.js';
export type { OneTimePurpose } from './one-time/one-time-token.entity.js';
export { mailedLink, newMailedToken } from './one-time/mailed-link.js';
export { InvalidToken, OneTimeTokensService } from './one-time/one-time-tokens.service.js';
export {
  InvalidRefreshToken,
  MissingRefreshToken,
  RefreshTokenReused,
  SessionNotFound,
} from './refresh/refresh.errors.js';
export { type SessionAlarmRow, SessionAlarmsService } from './refresh/session-alarms.service.js';
export { startSession } from './refresh/session.statements.js';
export { type Admission, type EndReason, type SessionRow, SessionsService } from './refresh/sessions.service.js';
export { TokenDto } from './token.dto.js';
export { TokenPairService } from './token-pair.service.js';
export { TokensModule } from './tokens.module.js';
export { HandsOutTokens } from './transport/hands-out-tokens.decorator.js';
export { KnowsCookieMode } from './transport/knows-cookie-mode.decorator.js';
export { MayEndSessions } from './transport/may-end-sessions.decorator.js';
export { RefreshCookiesService } from './transport/refresh-cookies.service.js';
export { TokenTransportGuard } from './transport/token-transport.guard.js';
export { TokenTransportInterceptor } from './transport/token-transport.interceptor.js';
