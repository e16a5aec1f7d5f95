export { AccessTokensService } from './access/access-tokens.service.js';
export type { AccessTokenClaims } from './access/access-token-claims.js';
export { TokenBlacklistService } from './blacklist/token-blacklist.service.js';
export { InvalidRefreshToken, RefreshTokenReused, SessionNotFound } from './refresh/refresh.errors.js';
export { type EndReason, type SessionRow, SessionsService } from './refresh/sessions.service.js';
export { TokenDto } from './token.dto.js';
export { TokenPairService } from './token-pair.service.js';
export { TokensModule } from './tokens.module.js';
