import { applyDecorators, UseInterceptors } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import { NoStore } from '#common/http/no-store.js';
import { TokenDto } from '../token.dto.js';
import { KnowsCookieMode } from './knows-cookie-mode.decorator.js';
import { TokenTransportInterceptor } from './token-transport.interceptor.js';

const SET_COOKIE = {
  description:
    'In cookie mode: the refresh token, as `__Host-gatehouse_refresh` (`gatehouse_refresh` over http on loopback), with Path=/, HttpOnly, Secure and SameSite=Strict.',
  schema: { type: 'string' as const },
};

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
