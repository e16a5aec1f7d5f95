import { applyDecorators, UseInterceptors } from '@nestjs/common';
import { ApiHeader, ApiOkResponse } from '@nestjs/swagger';
import { Fails } from '#common/errors/index.js';
import { NoStore } from '#common/http/no-store.js';
import { TokenDto } from '../token.dto.js';
import { TokenTransportInterceptor } from './token-transport.interceptor.js';
import { CookieModeNeedsHttps, OriginNotAllowed, UnknownTokenTransport } from './transport.errors.js';

const SET_COOKIE = {
  description:
    'In cookie mode: the refresh token, as `__Host-gatehouse_refresh` (`gatehouse_refresh` over http on loopback), with Path=/, HttpOnly, Secure and SameSite=Strict.',
  schema: { type: 'string' as const },
};

/** For what may be asked in cookie mode: says so, and what the guard can refuse. */
export const KnowsCookieMode = (): MethodDecorator =>
  applyDecorators(
    ApiHeader({
      name: 'X-Token-Transport',
      required: false,
      description:
        'How the refresh token travels. `cookie`, for browsers: in an HttpOnly cookie, which no script reads; Origin must be allowed. docs/browsers.md',
      schema: { type: 'string', enum: ['body', 'cookie'], default: 'body' },
    }),
    Fails(UnknownTokenTransport, OriginNotAllowed, CookieModeNeedsHttps),
  );

/**
 * For every door at whose end there is a pair of tokens. The handler returns a TokenDto; how its refresh token travels
 * is not the handler's concern.
 */
export const HandsOutTokens = (): MethodDecorator =>
  applyDecorators(
    NoStore(),
    UseInterceptors(TokenTransportInterceptor),
    KnowsCookieMode(),
    ApiOkResponse({ type: TokenDto, headers: { 'Set-Cookie': SET_COOKIE } }),
  );
