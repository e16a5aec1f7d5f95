import { applyDecorators } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import { Fails } from '#common/errors/index.js';
import { CookieModeNeedsHttps, OriginNotAllowed, UnknownTokenTransport } from './transport.errors.js';

/** For what means something else in cookie mode: says so, and what the guard can refuse. */
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
